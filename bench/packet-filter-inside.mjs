/**
 * Runs on the lab's host: the reads and searches of the Nftables screen at work in this process, each beside the bare
 * command that it stands on, in turns. Prints one JSON object. Arguments: the bundle of the program's rooms, rounds, a
 * service to follow.
 */
import {spawn} from 'node:child_process';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';

const [bundle, rounds = '3', service = 'default/demo'] = process.argv.slice(2);
const rooms = await import(bundle);
const {createLocalHost, createRunner, createPacketFilterReader, finish, foundIn, inSlices, parseTarget} = rooms;
const {readServiceChains, followTarget, searchIndex, servicePorts} = rooms;

/** Milliseconds from just before exec to the end of the output, which is read and thrown away. */
async function bare(command, ...parameters) {
	const from = performance.now();
	await new Promise((resolve, reject) => {
		const child = spawn(command, parameters, {stdio: ['ignore', 'pipe', 'ignore']});
		child.stdout.resume();
		child.on('error', reject);
		child.on('close', resolve);
	});
	return performance.now() - from;
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const runner = createRunner(createLocalHost());
const found = {
	chains: [],
	contents: [],
	save: [],
	indexed: [],
	path: [],
	again: [],
	againCpu: [],
	stall: [],
	stallAgain: [],
};
let filter;
for (let round = 0; round < Number(rounds); round++) {
	found.chains.push(await bare('nft', '-j', 'list', 'chains'));
	found.save.push(await bare('iptables-nft-save', '-c'));

	const target = parseTarget(service);
	let from = performance.now();
	const chains = await readServiceChains(runner, target);
	const paths = chains ? followTarget(chains.ruleset, target, {labels: chains.labels}) : [];
	if (!paths[0]?.endpoints.length) throw new Error(`${service} leads nowhere`);
	found.path.push(performance.now() - from);

	const read = createPacketFilterReader(runner);
	const stall = monitorEventLoopDelay({resolution: 1});
	stall.enable();
	from = performance.now();
	let contents;
	const reading = await read(undefined, () => {
		contents ??= performance.now() - from;
	});
	found.indexed.push(performance.now() - from);
	if (!reading.known) throw new Error(reading.unknown.reason);
	filter = reading.value;
	found.contents.push(contents ?? found.indexed.at(-1));
	stall.disable();
	found.stall.push(stall.max / 1e6);

	// Some counters move.
	await bare('busybox', 'wget', '-qO-', 'http://10.244.0.3/');
	const again = monitorEventLoopDelay({resolution: 1});
	again.enable();
	const cpu = process.cpuUsage();
	from = performance.now();
	const second = await read();
	const used = process.cpuUsage(cpu);
	again.disable();
	if (!second.known || second.value.rates.seconds === null) throw new Error('no second read');
	found.again.push(performance.now() - from);
	found.againCpu.push((used.user + used.system) / 1000);
	found.stallAgain.push(again.max / 1e6);
	filter = second.value;
	await wait(200);
}

const index = await inSlices(searchIndex(filter));
const keys = [];
for (const words of [
	'k',
	'ku',
	'kube',
	'10.244.0',
	'--dport 30094',
	'svc-99',
	'nothing like it',
	'sep z',
	'load-7 http',
]) {
	for (let turn = 0; turn < 5; turn++) {
		const cpu = process.threadCpuUsage();
		foundIn(index, filter, words.split(' '), {hideZero: false}, 2000);
		const {user, system} = process.threadCpuUsage(cpu);
		if (turn > 0) keys.push((user + system) / 1000);
	}
}

keys.sort((a, b) => a - b);
const ports = finish(servicePorts(filter.ruleset, filter.labels));
const rules = filter.ruleset.tables.flatMap(({chains}) => chains).reduce((sum, chain) => sum + chain.rules.length, 0);
const result = Object.fromEntries(Object.entries(found).map(([name, values]) => [name, median(values)]));
console.log(
	JSON.stringify({
		...result,
		search: keys[Math.floor(keys.length * 0.99)],
		rules,
		services: ports.ports.length,
		resident: process.memoryUsage().rss / 2 ** 20,
	}),
);
await runner.close();
