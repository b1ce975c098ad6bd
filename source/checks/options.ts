import {defaultDataDir, defaultPodCidr, defaultServiceCidr} from '../command/k0s-paths.js';
import type {HostKind} from '../host/host.js';
import {ownFolders} from '../host/private-folder.js';
import type {InstallAnswers} from '../install/answers.js';
import type {Role} from '../install/role.js';
import type {FirewallProfile} from '../model/firewall.js';
import {isReleaseTag} from '../model/release.js';
import type {ConfigRanges} from '../read/k0s/config.js';

/** What a person chose, as far as it decides whether a host is ready. */
export type CheckOptions = {
	readonly profile: FirewallProfile;
	/** The other nodes of the profile multi-node; null: not named. */
	readonly nodes: readonly string[] | null;
	/** What this host is to its cluster, or shall be; null: as it is, else a single node. */
	readonly role: Role | null;
	/** The file with the token that this host joins with; null: none was named. */
	readonly tokenFile: string | null;
	readonly dataDir: string;
	readonly podCidr: string;
	readonly serviceCidr: string;
	/** The release to be installed, `v1.34.1+k0s.0`; null: the newest stable one, or what is installed. */
	readonly k0sVersion: string | null;
	/** Images come from this bundle, so that nothing need be reached; null: they are pulled. */
	readonly airgapBundle: string | null;
	/** Where remedies put things aside and remember that a reboot is needed. */
	readonly stateFolder: string;
	/** Of our own environment: KUBECONFIG and the proxy variables. It is never passed on to commands. */
	readonly environment: Readonly<Record<string, string | undefined>>;
};

export const defaultOptions: CheckOptions = {
	profile: 'single-node',
	nodes: null,
	role: null,
	tokenFile: null,
	dataDir: defaultDataDir,
	podCidr: defaultPodCidr,
	serviceCidr: defaultServiceCidr,
	k0sVersion: null,
	airgapBundle: null,
	stateFolder: ownFolders({}).state,
	environment: {},
};

/** The options that a host's own process gives: a simulated or recorded host has neither our environment nor our folders. */
export const optionsFor = (kind: HostKind, environment: Readonly<Record<string, string | undefined>>): CheckOptions =>
	kind === 'local'
		? {
				...defaultOptions,
				stateFolder: ownFolders(environment).state,
				environment: ownEnvironment(environment),
			}
		: defaultOptions;

const taken: readonly string[] = ['KUBECONFIG', 'HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** The variables of our own process that the checks judge. */
export const ownEnvironment = (
	environment: Readonly<Record<string, string | undefined>>,
): CheckOptions['environment'] =>
	Object.fromEntries(
		Object.entries(environment).filter(([name]) => taken.includes(name) || taken.includes(name.toUpperCase())),
	);

/** The networks of pods and services: as k0s.yaml has them, else those that were chosen, or k0s's own. */
export const rangesOf = (
	{podCidr, serviceCidr}: Pick<CheckOptions, 'podCidr' | 'serviceCidr'>,
	file: ConfigRanges,
): {readonly podCidr: string; readonly serviceCidr: string} => ({
	podCidr: file.podCidr ?? podCidr,
	serviceCidr: file.serviceCidr ?? serviceCidr,
});

/** Of the choices of an install those that decide whether the host is ready; what was not chosen is left out. */
export const checkedChoices = (answers: InstallAnswers): Partial<CheckOptions> => ({
	profile: answers.profile,
	...(answers.nodes === undefined ? {} : {nodes: answers.nodes}),
	...(answers.role === undefined ? {} : {role: answers.role}),
	...(answers.dataDir === undefined ? {} : {dataDir: answers.dataDir}),
	...(isReleaseTag(answers.version) ? {k0sVersion: answers.version} : {}),
	...(answers.airgapBundle === undefined ? {} : {airgapBundle: answers.airgapBundle}),
});
