import {
	defaultAnswers,
	refuseDataDir,
	refuseHostname,
	nodesOf,
	refuseInterface,
	refuseNodes,
	refusePath,
	refuseProfile,
	refuseRole,
	refuseVersion,
	type InstallAnswers,
} from '../install/answers.js';
import {firewallProfiles} from '../model/firewall.js';
import {roles} from '../install/role.js';
import type {Text} from '../text/text.js';
import {usage, type Answer} from './headless.js';
import {roleAnswers} from './role-options.js';
import {string, type Option, type Values} from './option.js';

export const seconds = (value: string, text: Text): string | undefined =>
	/^\d+$/.test(value) && Number(value) >= 10 && Number(value) <= 3600 ? undefined : text.install.bad.seconds;

/** Options of `plan` and `install`. */
export const installOptions: Readonly<Record<string, Option>> = {
	hostname: {value: 'NAME', refuse: refuseHostname},
	interface: {value: 'IF', refuse: refuseInterface},
	profile: {value: firewallProfiles.join('|'), refuse: refuseProfile},
	nodes: {value: 'ADDR[,ADDR|CIDR…]', list: true, refuse: refuseNodes},
	'confirm-wait': {value: 'SECONDS', refuse: seconds},
	'k0s-version': {value: 'VERSION|stable', refuse: refuseVersion},
	single: {},
	role: {value: roles.join('|'), words: roles, refuse: refuseRole},
	'token-file': {value: 'FILE|-', refuse: (value, text) => (value === '-' ? undefined : refusePath(value, text))},
	script: {},
	'k0s-config': {value: 'FILE', refuse: refusePath},
	'airgap-bundle': {value: 'FILE', refuse: refusePath},
	binary: {value: 'FILE', refuse: refusePath},
	'healthy-wait': {value: 'SECONDS', refuse: seconds},
	'data-dir': {value: 'DIR', refuse: refuseDataDir},
};

/** The answers of these options, or why they cannot be had yet. */
export function answersOf(values: Values, words: Text): InstallAnswers | Answer {
	const profile = firewallProfiles.find(each => each === string(values, 'profile')) ?? defaultAnswers.profile;
	const nodes = string(values, 'nodes');
	const bad = words.install.bad;
	if (profile === 'multi-node' && nodes === undefined) return usage(bad.nodesMissing);
	if (profile !== 'multi-node' && nodes !== undefined) return usage(bad.nodesProfile);
	if (profile === 'multi-node' && values['single'] === true) return usage(bad.nodesSingle);
	const role = roleAnswers(values, words);
	if ('exit' in role) return role;
	return {
		profile,
		hostname: string(values, 'hostname'),
		interface: string(values, 'interface'),
		...(nodes === undefined ? {} : {nodes: nodesOf(nodes)}),
		version: string(values, 'k0s-version') ?? defaultAnswers.version,
		way: values['script'] === true ? 'script' : 'release',
		binary: string(values, 'binary'),
		airgapBundle: string(values, 'airgap-bundle'),
		single: values['single'] === true,
		...role,
		config: string(values, 'k0s-config'),
		dataDir: string(values, 'data-dir'),
		wait: Number(string(values, 'healthy-wait') ?? defaultAnswers.wait),
		confirmWait: Number(string(values, 'confirm-wait') ?? defaultAnswers.confirmWait),
	};
}

export const isAnswer = (either: InstallAnswers | Answer): either is Answer => 'exit' in either;
