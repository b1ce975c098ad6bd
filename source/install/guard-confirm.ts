import * as files from '../command/files.js';
import * as guard from '../command/guard.js';
import * as ip from '../command/ip.js';
import type {Outcome} from '../command/outcome.js';
import type {Runner} from '../host/runner.js';
import {contains, parseCidr} from '../model/cidr.js';
import {readAddresses} from '../read/ip/address.js';
import type {Reading, Unknown} from '../facts/reading.js';
import {readSshSockets} from '../read/ssh-sockets.js';
import type {SshSocket} from '../facts/host.js';
import {gather} from '../fact-table/gather.js';
import {decisionOf, runFolder, trialFacts, type TrialFacts} from './trial-facts.js';

/** Why a trial was not kept by this login. `peer`: where the login comes from. */
export type Unkept =
	| {readonly why: 'no-trial' | 'not-ready' | 'rolled-back' | 'other-boot' | 'no-login' | 'too-late'}
	| {readonly why: 'old-login' | 'loopback'; readonly peer: string}
	| {readonly why: 'unreadable'; readonly unknown: Unknown}
	| {readonly why: 'command-failed'; readonly outcome: Outcome};

export type Confirmation =
	| {readonly trial: string | null; readonly kept: true}
	| ({readonly trial: string | null; readonly kept: false} & Unkept);

/**
 * Keeps the firewall trial that waits for a new login, if `pid` belongs to one: an sshd above it holds a connection that
 * was not there when the trial was in force, and that comes from another host. Never rejects.
 */
export async function confirmTrial(runner: Runner, pid: number): Promise<Confirmation> {
	const {trials} = await gather<TrialFacts, undefined>(trialFacts, undefined, async each => runner.run(each)).need([
		'trials',
	]);
	if (!trials?.known)
		return {trial: null, kept: false, why: 'unreadable', unknown: trials?.unknown ?? {reason: 'aborted', detail: ''}};
	const {last, state, systemd} = trials.value;
	const trial = last?.id ?? null;
	const not = (why: Unkept): Confirmation => ({trial, kept: false, ...why});
	if (last === null) return not({why: 'no-trial'});
	if (last.decided === 'rolled-back' || last.decided === 'failed') return not({why: 'rolled-back'});
	if (last.decided !== null) return not({why: 'no-trial'});
	if (!last.waits) return not({why: 'other-boot'});
	const run = runFolder(state, last.id);
	const inForce = await runner.run(files.readFile(guard.connectionsFile(run)));
	if (!last.needsLogin || inForce.kind !== 'ok') return not({why: 'not-ready'});
	// A simulated host has nobody who could log in.
	const doubt = runner.kind === 'simulated' ? undefined : await doubtAbout(runner, pid, inForce);
	if (doubt) return not(doubt);
	const decided = await runner.run(guard.decide(run));
	if (decided.kind !== 'ok') {
		const other = decisionOf(await runner.run(guard.decision(run)));
		return not(other === null ? {why: 'command-failed', outcome: decided} : {why: 'too-late'});
	}

	const kept = await runner.run(guard.keep(run));
	if (systemd) await runner.run(guard.disarmTimer(last.id));
	return kept.kind === 'ok' ? {trial, kept: true} : not({why: 'command-failed', outcome: kept});
}

/** Why this process does not belong to a new login from elsewhere. */
async function doubtAbout(runner: Runner, pid: number, inForce: Outcome): Promise<Unkept | undefined> {
	const [above, then, now, links] = await Promise.all([
		ancestors(runner, pid),
		readSshSockets(inForce),
		runner.run(guard.connections()).then(readSshSockets),
		runner.run(ip.addresses()).then(readAddresses),
	]);
	const missing = [then, now, links].find((each): each is Extract<Reading<never>, {known: false}> => !each.known);
	if (missing) return {why: 'unreadable', unknown: missing.unknown};
	if (!then.known || !now.known || !links.known) return undefined;
	const own = now.value.filter(({pids}) => pids.some(each => above.includes(each)));
	const [login] = own;
	if (login === undefined) return {why: 'no-login'};
	const addresses = links.value.flatMap(link => link.addresses.map(({local}) => local));
	const outer = own.filter(({peer}) => !isOwn(peer, addresses));
	if (outer.length === 0) return {why: 'loopback', peer: login.peer};
	const known = new Set(then.value.map(key));
	return outer.some(socket => !known.has(key(socket))) ? undefined : {why: 'old-login', peer: login.peer};
}

const key = ({address, port, peer, peerPort}: SshSocket): string => [address, port, peer, peerPort].join(' ');

const loopback = [parseCidr('127.0.0.0/8'), parseCidr('::1')];

function isOwn(peer: string, addresses: readonly string[]): boolean {
	const cidr = parseCidr(peer);
	return (
		addresses.includes(peer) || loopback.some(each => each !== undefined && cidr !== undefined && contains(each, cidr))
	);
}

/** This process and those above it. sudo and su keep the line; tmux and screen do not. */
async function ancestors(runner: Runner, pid: number): Promise<readonly number[]> {
	const line: number[] = [];
	for (let next = pid; next > 1 && line.length < 64 && !line.includes(next);) {
		line.push(next);
		const outcome = await runner.run(guard.processStat(next));
		// The name in brackets may hold anything, brackets too.
		const parent = outcome.kind === 'ok' ? /^.*\) \S (\d+) /s.exec(outcome.stdout)?.[1] : undefined;
		next = Number(parent ?? 0);
	}

	return line;
}
