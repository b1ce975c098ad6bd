import {
	builtProfiles,
	defaultAnswers,
	refuseDataDir,
	refuseHostname,
	refuseInterface,
	refusePath,
	refuseProfile,
	refuseVersion,
	type InstallAnswers,
} from '../install/answers.js';
import {firewallProfiles} from '../model/firewall.js';
import {catalogue, type Text} from '../text/text.js';
import {cannotRun, string, type Answer, type Option, type Values} from './headless.js';

const text = (): Text => catalogue('en');

const seconds = (value: string): string | undefined =>
	/^\d+$/.test(value) && Number(value) >= 10 && Number(value) <= 3600 ? undefined : text().install.bad.seconds;

/** Options of `plan` and `install`. */
export const installOptions: Readonly<Record<string, Option>> = {
	hostname: {value: 'NAME', refuse: name => refuseHostname(name, text())},
	interface: {value: 'IF', refuse: name => refuseInterface(name, text())},
	profile: {value: firewallProfiles.join('|'), refuse: refuseProfile},
	'confirm-wait': {value: 'SECONDS', refuse: seconds},
	'k0s-version': {value: 'VERSION|stable', refuse: version => refuseVersion(version, text())},
	single: {},
	script: {},
	'k0s-config': {value: 'FILE', refuse: path => refusePath(path, text())},
	'airgap-bundle': {value: 'FILE', refuse: path => refusePath(path, text())},
	binary: {value: 'FILE', refuse: path => refusePath(path, text())},
	'healthy-wait': {value: 'SECONDS', refuse: seconds},
	'data-dir': {value: 'DIR', refuse: path => refuseDataDir(path, text())},
};

/** The answers of these options, or why they cannot be had yet. */
export function answersOf(values: Values, words: Text): InstallAnswers | Answer {
	const profile = builtProfiles.find(each => each === (string(values, 'profile') ?? defaultAnswers.profile));
	const notBuilt = (what: string): Answer => cannotRun('not-built', words.install.headless.notBuilt(what));
	if (profile === undefined) return notBuilt(`--profile ${string(values, 'profile') ?? ''}`);
	return {
		profile,
		hostname: string(values, 'hostname'),
		interface: string(values, 'interface'),
		version: string(values, 'k0s-version') ?? defaultAnswers.version,
		way: values['script'] === true ? 'script' : 'release',
		binary: string(values, 'binary'),
		airgapBundle: string(values, 'airgap-bundle'),
		single: values['single'] === true,
		config: string(values, 'k0s-config'),
		dataDir: string(values, 'data-dir'),
		wait: Number(string(values, 'healthy-wait') ?? defaultAnswers.wait),
		confirmWait: Number(string(values, 'confirm-wait') ?? defaultAnswers.confirmWait),
	};
}

export const isAnswer = (either: InstallAnswers | Answer): either is Answer => 'exit' in either;
