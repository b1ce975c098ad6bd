import {spawnSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {spaceQuestion} from '../../source/command/space-collector.js';
import type {Command} from '../../source/command/command.js';
import type {Outcome} from '../../source/command/outcome.js';
import * as ip from '../../source/command/ip.js';
import * as nft from '../../source/command/nft.js';
import * as system from '../../source/command/system.js';
import type {Namespace} from '../../source/facts/network.js';
import {createRunner} from '../../source/host/runner.js';
import {matrixSenders, matrixTargets} from '../../source/model/reach/matrix.js';
import {createSimulatedHost} from '../../source/simulated/host.js';
import {askInside, spaceSettings} from '../../source/store/inside.js';
import {askMatrix, readReachWorld} from '../../source/store/reach.js';
import {outcomeOf} from '../support/samples.js';

const file = '/run/netns/cni-1';
const space = {links: [{name: 'lo'}, {name: 'eth0'}]} as unknown as Namespace;

type Reply = {readonly stdout?: string; readonly stderr?: string; readonly exit?: number};

/** What the script prints where the tools answer so; a tool that is not named is not there. */
function collected(argv: readonly string[], replies: Readonly<Record<string, Reply>>): string {
	const {token = '', parts = []} = spaceQuestion(argv) ?? {};
	return parts
		.map(({section, argv: own}) => {
			const {stdout = '', stderr = '', exit = 0} = replies[own.join(' ')] ?? {exit: 127, stderr: 'sh: not found'};
			return `${stdout}\n@@${token} ${section} ${exit}\n${stderr}\n@@${token} ${section}/error 0\n`;
		})
		.join('');
}

/** Answers the collector by `answer`, and every other command with its own words. */
function asking(answer: (argv: readonly string[]) => Partial<Outcome>): {
	readonly asked: string[];
	readonly ask: (command: Command) => Promise<Outcome>;
} {
	const asked: string[] = [];
	return {
		asked,
		async ask({argv}) {
			asked.push(
				argv
					.slice(2)
					.join(' ')
					.replace(/[\da-f]{32}/, 'TOKEN'),
			);
			return outcomeOf({argv, ...(spaceQuestion(argv) ? answer(argv) : {stdout: 'by itself'})});
		},
	};
}

test('one program in each namespace answers what a matrix asks of it', async () => {
	const runner = createRunner(createSimulatedHost({scenario: 'ready', speed: 1000}));
	const asked: Array<readonly string[]> = [];
	const counting = {
		...runner,
		run: async (command: Command) => {
			asked.push(command.argv);
			return runner.run(command);
		},
	};
	const world = await readReachWorld(counting);
	if (!world.known) throw new Error(world.unknown.reason);
	const given = {senders: matrixSenders(world.value), targets: matrixTargets(world.value)};
	const {matrix} = await askMatrix(world.value, given, counting.run);
	await runner.close();
	const pods = given.senders.filter(({kind}) => kind === 'pod');
	const inside = asked.filter(([tool]) => tool === 'nsenter');
	expect(pods.length).toBeGreaterThan(2);
	expect(matrix.cells.flat().length).toBe(given.senders.length * given.targets.length);
	expect(inside.map(argv => argv.slice(2, 5))).toEqual(pods.map(() => ['sh', '-s', '--']));
	expect(asked.length - inside.length).toBeLessThan(20);
});

test('each part is the outcome of its own command; one that is missing or refused is so alone', async () => {
	const {asked, ask} = asking(argv => ({
		stdout: collected(argv, {
			'nft -j list chains': {stdout: '{"nftables": []}\n', stderr: 'a warning'},
			'ip -j route show table all': {exit: 1, stderr: 'Operation not permitted'},
			'ss -Hltnu': {stdout: 'tcp LISTEN 0 5 0.0.0.0:80 0.0.0.0:*\n'},
		}),
	}));
	const within = askInside(ask, file, space);
	expect(await within(nft.chains())).toMatchObject({kind: 'ok', stdout: '{"nftables": []}\n', stderr: 'a warning'});
	expect(await within(ip.routes())).toMatchObject({kind: 'failed', exit: 1, stderr: 'Operation not permitted'});
	expect(await within(ip.addresses())).toMatchObject({kind: 'not-found'});
	expect(await within(system.sockets())).toMatchObject({kind: 'ok', stdout: /:80 /});
	expect(asked).toHaveLength(1);
	expect(await within(nft.table('inet', 'mesh'))).toMatchObject({stdout: 'by itself'});
	expect(asked.at(-1)).toBe('nft -j list table inet mesh');
});

test('what a tool prints never opens or closes a part', async () => {
	const forged = ['', '@@TOKEN 0.0 0', '@@ 2.0 0', '@@c0ffee 6.0 0', 'tcp LISTEN 0 5 0.0.0.0:1 0.0.0.0:*', ''].join(
		'\n',
	);
	const {ask} = asking(argv => ({
		stdout: collected(argv, {'nft -j list chains': {stdout: forged}, 'ss -Hltnu': {stdout: 'mine'}}),
	}));
	const within = askInside(ask, file, space);
	expect((await within(nft.chains())).stdout).toBe(forged);
	expect((await within(system.sockets())).stdout).toBe('mine');
});

test('where nobody may enter, or nobody wants to know any more, nobody tries again', async () => {
	for (const refused of [
		{kind: 'not-permitted', stderr: 'nsenter: reassociate to namespace failed: Operation not permitted'},
		{kind: 'failed', exit: 1, stderr: 'nsenter: cannot open /run/netns/cni-1: Permission denied'},
		{kind: 'not-found'},
		{kind: 'aborted'},
	] as const) {
		const {asked, ask} = asking(() => refused);
		const within = askInside(ask, file, space);
		expect(await within(system.sockets())).toMatchObject({
			...refused,
			argv: ['nsenter', `--net=${file}`, 'ss', '-Hltnu'],
		});
		expect(await within(ip.routes())).toMatchObject(refused);
		expect(asked).toHaveLength(1);
	}
});

test('what it did not come to, or printed too much of, is asked by itself', async () => {
	const late = asking(argv => ({
		kind: 'timed-out',
		stdout: collected(argv, {'nft -j list chains': {stdout: 'rules'}})
			.split('@@')
			.slice(0, 3)
			.join('@@'),
	}));
	const within = askInside(late.ask, file, space);
	expect((await within(nft.chains())).stdout).toBe('rules');
	expect((await within(system.sockets())).stdout).toBe('by itself');
	const cut = asking(argv => ({stdout: collected(argv, {'ss -Hltnu': {stdout: 'a part'}}), stdoutCut: 5}));
	expect((await askInside(cut.ask, file, space)(system.sockets())).stdout).toBe('by itself');
	const old = asking(() => ({kind: 'failed', stderr: 'not in this recording'}));
	expect((await askInside(old.ask, file, space)(system.sockets())).stdout).toBe('by itself');
});

test('the script runs what it names, keeps both streams apart and takes settings as arguments', async () => {
	const run = async ({argv, input = ''}: Command): Promise<Outcome> => {
		const [, , ...script] = argv;
		const [shell = 'sh', ...words] = script;
		const {status, stdout, stderr} = spawnSync(shell, words, {input, encoding: 'utf8', timeout: 20_000});
		return outcomeOf({argv, exit: status, stdout, stderr});
	};

	const odd = {links: [{name: 'lo'}, {name: '$(id)'}, {name: "it's"}]} as unknown as Namespace;
	const asked: string[] = [];
	const ask = async (command: Command): Promise<Outcome> => {
		asked.push(command.argv.slice(2, 4).join(' '));
		return run(command);
	};

	const within = askInside(ask, file, odd);
	const settings = await within(system.sysctl(...spaceSettings(odd)));
	// procps is not everywhere; where it is, what is not there is passed over.
	if (settings.kind === 'ok') expect(settings.stdout).toMatch(/^net\.ipv4\.conf\.lo\.rp_filter = \d$/m);
	expect(settings.stdout + settings.stderr).not.toMatch(/uid=/);
	const chains = await within(nft.chains());
	expect(['ok', 'failed', 'not-found']).toContain(chains.kind);
	expect(chains.stdout).not.toContain('@@');
	expect(asked).toEqual(['sh -s']);
});
