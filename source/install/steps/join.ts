import type {JoinLook, PortAnswer} from '../../read/k0s/join.js';
import {listed, type Coded, type IdText} from '../../text/ids.js';
import type {InstallAnswers} from '../answers.js';
import type {InstallFacts} from '../facts.js';
import {isWorkerRole, joins} from '../role.js';
import {because} from '../stages.js';

/**
 * What is known of a join before anything changes: that the token is one of this role, that the controller answers on its
 * ports, how far the clocks lie apart, and whether the versions go together. What cannot be asked from here is said.
 */
export type JoinJudgement = {
	/** What keeps it from joining. */
	readonly faults: readonly Coded[];
	/** What was found, and what is not known. */
	readonly found: readonly Coded[];
	/** What does not stop it, and should be mended. */
	readonly warns: readonly Coded[];
};

const nothing: JoinJudgement = {faults: [], found: [], warns: []};
const fault = (...faults: readonly Coded[]): JoinJudgement => ({...nothing, faults});

/** Seconds. Certificates hold from the minute on in which they were made, and leases last 40 s. */
const clockSlack = 30;
/** A token of k0s-tui lasts a day at most. */
const oldToken = 24 * 3_600_000;
/** Minor versions by which a kubelet may be older than its API server (Kubernetes' version skew policy). */
const mostOlder = 3;

export function judgeJoin(facts: JoinFactsOf, answers: InstallAnswers, text: IdText): JoinJudgement {
	const words = text.install.join;
	const {join, controllerUnit: unit} = facts;
	const isHere = unit.known && unit.value.loadState !== 'not-found';
	if (!joins(answers) || isHere) return nothing;
	if (join === null) return fault(words.noFile);
	if (!join.known) return fault(words.unread(answers.tokenFile ?? '', because(join, text)));
	if (join.value.fault !== null) {
		return fault(words.faults[join.value.fault](answers.tokenFile ?? '', join.value.said));
	}

	const {look} = join.value;
	const wanted = isWorkerRole(answers) ? 'worker' : 'controller';
	if (look.role !== wanted) return fault(words.otherRole(look.role, wanted));
	const faults = look.asked === null ? [] : [...reachFaults(look, words), ...skewFaults(look, facts, wanted, words)];
	return {
		faults,
		found: [
			words.joins(wanted, look.server, look.id),
			...(look.asked === null ? [] : foundOf(look.asked, wanted, words)),
		],
		warns: warnsOf(look, answers, words),
	};
}

type JoinFactsOf = Pick<InstallFacts, 'join' | 'controllerUnit' | 'k0sVersion' | 'release'>;
type Words = IdText['install']['join'];
type Asked = NonNullable<JoinLook['asked']>;

/** `192.168.122.161`, `[fd00::1]`. */
const hostOf = (server: string): string => server.replace('https://', '').replace(/:\d+$/, '');

function reachFaults({server, asked, role, id}: JoinLook, words: Words): readonly Coded[] {
	if (asked === null) return [];
	const at = server.replace('https://', '');
	if (asked.stranger) return [words.stranger(at)];
	if (asked.server !== 'open') return [words.closed(at, words.answers[asked.server])];
	// The join API of a controller is asked nothing that would need the token.
	const expired = role === 'worker' && asked.status === 401 ? [words.refused(id)] : [];
	const shut = asked.ports.filter(({answer}) => answer !== 'open');
	return [
		...expired,
		...shut.map(({port, answer}) => words.closed(`${hostOf(server)}:${port}`, words.answers[answer])),
	];
}

/** The minor version; null: not one that is known. */
const minorOf = (version: string | null): number | null => {
	const match = /^v1\.(\d+)\./.exec(version ?? '');
	return match ? Number(match[1]) : null;
};

const versionToBe = ({k0sVersion, release}: JoinFactsOf): string | null =>
	k0sVersion.known ? k0sVersion.value : release.known ? release.value : null;

function skewFaults({asked}: JoinLook, facts: JoinFactsOf, role: string, words: Words): readonly Coded[] {
	const ours = versionToBe(facts);
	const [own, theirs] = [minorOf(ours), minorOf(asked?.version ?? null)];
	if (own === null || theirs === null || role !== 'worker') return [];
	if (own > theirs) return [words.tooNew(ours ?? '', asked?.version ?? '')];
	return theirs - own > mostOlder ? [words.tooOld(ours ?? '', asked?.version ?? '', mostOlder)] : [];
}

const foundOf = ({ports, ahead, version}: Asked, role: string, words: Words): readonly Coded[] => [
	words.ports(
		ports
			.filter(({answer}) => answer === 'open')
			.map(({port}) => String(port))
			.join(', '),
	),
	...(ahead === null ? [] : [words.clock(Math.abs(ahead))]),
	...(version === null ? [] : [words.version(version)]),
	words.notKnown(
		listed([...(version === null ? [words.unknowns.version] : []), words.unknowns.name, words.unknowns.expiry], ', '),
		role,
	),
];

function warnsOf({mode, changedAt, asked}: JoinLook, {tokenFile = ''}: InstallAnswers, words: Words): readonly Coded[] {
	const age = Date.now() - changedAt;
	const ahead = asked?.ahead ?? 0;
	return [
		...((mode & 0o077) === 0 ? [] : [words.readable(tokenFile, mode.toString(8))]),
		...(Math.abs(ahead) > clockSlack ? [words.clockApart(Math.abs(ahead))] : []),
		...(age > oldToken ? [words.old(Math.floor(age / 3_600_000))] : []),
	];
}

export type {PortAnswer};
