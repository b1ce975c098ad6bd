import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import * as firewallCmd from '../../source/command/firewall-cmd.js';
import type {Runner} from '../../source/host/runner.js';
import {defaultAnswers, type InstallAnswers} from '../../source/install/answers.js';
import {installFacts, type InstallFacts} from '../../source/install/facts.js';
import {gather} from '../../source/fact-table/gather.js';
import {needed} from '../../source/install/steps/firewall-look.js';
import {readZones} from '../../source/read/firewall/zones.js';
import {hostRunner} from './host-runner.js';
import {startTestHost, type TestHost} from './test-host.js';

/** Where the neighbour speaks from: three networks, all routed. */
export const neighbours: readonly string[] = ['192.168.122.1', '10.50.0.1', '10.60.0.1'];
/** Both are sshd's. */
export const sshPorts: readonly number[] = [22, 2222];

const tool = fileURLToPath(new URL('../testhost/testhost', import.meta.url));

const connector = `
const net = require('node:net');
const one = (host, localAddress, port) => new Promise(resolve => {
	const socket = net.connect({host, port: Number(port), localAddress});
	const end = open => { socket.destroy(); resolve(open ? [localAddress + '>' + port] : []); };
	socket.setTimeout(500, () => end(false));
	socket.on('connect', () => end(true));
	socket.on('error', () => end(false));
});
require('node:readline').createInterface({input: process.stdin}).on('line', async line => {
	const [host, sources, ports] = line.split(' ');
	const all = await Promise.all(sources.split(',').flatMap(from => ports.split(',').map(port => one(host, from, port))));
	console.log(all.flat().join(' '));
});`;

/** A program that answers each line with one. */
type LineServer = {ask(line: string): Promise<string>; readonly child: ChildProcess};

function lineServer(args: readonly string[]): LineServer {
	const child = spawn(tool, args, {stdio: ['pipe', 'pipe', 'inherit']});
	const waiting: Array<{readonly resolve: (line: string) => void; readonly reject: (error: Error) => void}> = [];
	createInterface({input: child.stdout}).on('line', line => waiting.shift()?.resolve(line));
	child.on('close', () => {
		for (const {reject} of waiting) reject(new Error(`${args.join(' ').slice(0, 200)} ended`));
	});
	return {
		child,
		async ask(line) {
			return new Promise((resolve, reject) => {
				waiting.push({resolve, reject});
				child.stdin.write(`${line}\n`);
			});
		},
	};
}

export type FirewallHost = {
	readonly host: TestHost;
	readonly runner: Runner;
	/** Which new connections from the neighbour are accepted now: `FROM>PORT`. */
	open(ports: readonly number[], sources?: readonly string[]): Promise<ReadonlySet<string>>;
	/** One that stays, and whether it serves is asked of it. */
	server(argv: readonly string[]): LineServer;
	look(answers?: InstallAnswers, by?: Runner, names?: ReadonlyArray<keyof InstallFacts>): Promise<InstallFacts>;
	zones(): Promise<Extract<ReturnType<typeof readZones>, {known: true}>['value']>;
	/** A login that stays, with a shell whose input and output are at hand. */
	login(): Promise<ChildProcess>;
	down(): void;
};

/** A host with firewalld, with sshd on two ports and a neighbour in three networks. */
export async function startFirewallHost(name: string): Promise<FirewallHost> {
	const host = await startTestHost({name});
	const runner = hostRunner(host);
	const children = new Set<ChildProcess>();
	await host.must([
		'sh',
		'-c',
		'printf "Port 22\\nPort 2222\\n" >/etc/ssh/sshd_config.d/ports.conf && systemctl restart ssh',
	]);
	for (const address of neighbours.slice(1)) {
		await host.lan(['ip', 'address', 'add', `${address}/24`, 'dev', 'lan0']);
		await host.must(['ip', 'route', 'add', address.replace(/1$/, '0/24'), 'dev', 'enp1s0']);
	}

	const start = (args: readonly string[]): LineServer => {
		const server = lineServer(args);
		children.add(server.child);
		return server;
	};
	const neighbour = start(['lan', '--name', host.name, '--', process.execPath, '-e', connector]);
	return {
		host,
		runner,
		async open(ports, sources = neighbours) {
			const line = await neighbour.ask([host.address, sources.join(','), ports.join(',')].join(' '));
			return new Set(line.split(' ').filter(each => each !== ''));
		},
		server: argv => start(['exec', '--name', host.name, '--', ...argv]),
		look: async (answers = defaultAnswers, by = runner, names = needed) =>
			(await gather(installFacts, answers, async command => by.run(command)).need(names)) as InstallFacts,
		async zones() {
			const zones = readZones(await runner.run(firewallCmd.allZones()));
			if (!zones.known) throw new Error('the zones could not be read');
			return zones.value;
		},
		async login() {
			const [file = '', ...parameters] = host.ssh('root');
			const child = spawn(file, [...parameters, 'sh'], {stdio: ['pipe', 'pipe', 'ignore']});
			children.add(child);
			child.stdout.resume();
			await host.until(['sh', '-c', 'ss -Htn state established sport = :22 | grep -q .']);
			return child;
		},
		down() {
			for (const child of children) child.kill('SIGKILL');
			host.down();
		},
	};
}

export const minus = (a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] =>
	[...a].filter(each => !b.has(each));
