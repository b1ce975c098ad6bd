/**
 * Runs on the lab's host: one round of what the Nftables screen does, in a process as young as the program is when the
 * screen opens, each beside the bare command that it stands on. Prints one JSON object. Arguments: the bundle of the
 * program's rooms; `reads`, or `path` and a service.
 */
import {spawn} from 'node:child_process';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';

const [bundle, what, service = ''] = process.argv.slice(2);
const rooms = await import(bundle);
const runner = rooms.createRunner(rooms.createLocalHost());
// A command has been run before the screen opens: what runs them is loaded.
await runner.run(rooms.kernel());

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

/** CPU of all our threads, without children. */
async function cpuOf(work) {
	const before = process.cpuUsage();
	await work();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** The longest wait of a key. The watch costs CPU of its own: never together with the other. */
async function stallIn(work) {
	const delay = monitorEventLoopDelay({resolution: 1});
	delay.enable();
	await work();
	delay.disable();
	return delay.max / 1e6;
}

const percentile = (values, part) => values.toSorted((a, b) => a - b)[Math.floor(values.length * part)];

async function path() {
	const target = rooms.parseTarget(service);
	const found = {tool: [], path: []};
	for (let round = 0; round < 5; round++) {
		found.tool.push(await bare('iptables-nft', '-t', 'nat', '-S', 'KUBE-SERVICES', '-v'));
		const from = performance.now();
		const chains = await rooms.readServiceChains(runner, target);
		const paths = chains ? rooms.followTarget(chains.ruleset, target, {labels: chains.labels}) : [];
		if (!paths[0]?.endpoints.length) throw new Error(`${service} leads nowhere`);
		found.path.push(performance.now() - from);
	}

	return {tool: percentile(found.tool, 0.5), path: percentile(found.path, 0.5)};
}

async function reads() {
	const chains = await bare('nft', '-j', 'list', 'chains');
	const save = await bare('iptables-nft-save', '-c');
	const read = rooms.createPacketFilterReader(runner);
	let contents;
	let indexed;
	let filter;
	const again = async () => {
		const reading = await read();
		if (!reading.known || reading.value.rates.seconds === null) throw new Error('no second read');
		filter = reading.value;
	};

	const stall = await stallIn(async () => {
		const from = performance.now();
		const reading = await read(undefined, () => {
			contents ??= performance.now() - from;
		});
		indexed = performance.now() - from;
		if (!reading.known) throw new Error(reading.unknown.reason);
		contents ??= indexed;
	});
	// Some counters move.
	await bare('busybox', 'wget', '-qO-', 'http://10.244.0.3/');
	const stallAgain = await stallIn(again);
	const index = await rooms.inSlices(rooms.searchIndex(filter));
	const ports = await rooms.inSlices(rooms.servicePorts(filter.ruleset, filter.labels));
	const resident = process.memoryUsage().rss / 2 ** 20;
	const counters = await countersAgain(again);
	const all = filter.ruleset.tables.flatMap(table => table.chains);
	return {
		chains,
		save,
		contents,
		indexed,
		stall,
		stallAgain,
		...counters,
		search: searchKeys(index, filter),
		rules: all.reduce((sum, chain) => sum + chain.rules.length, 0),
		services: ports.ports.length,
		resident,
	};
}

/**
 * Reading the counters again, in turns with only starting the two programs and taking what they print. A collection of the
 * whole heap falls in one turn or another: medians, and the dearest turn beside them.
 */
async function countersAgain(again) {
	/** Taken again each time, as the program does. */
	const places = [createRoom(), createRoom()];
	const cost = {again: [], taken: []};
	for (let turn = 0; turn < 7; turn++) {
		// Some counters move.
		await bare('busybox', 'wget', '-qO-', 'http://10.244.0.3/');
		cost.again.push(await cpuOf(again));
		cost.taken.push(
			await cpuOf(async () =>
				Promise.all([rooms.chains(), rooms.saves()[0]].map((command, at) => runner.run(command, {room: places[at]}))),
			),
		);
	}

	return {
		againCpu: percentile(cost.again, 0.5),
		takenCpu: percentile(cost.taken, 0.5),
		againMost: Math.max(...cost.again),
	};
}

function createRoom() {
	let spare;
	return size => {
		if (!spare || spare.length < size) spare = Buffer.allocUnsafeSlow(Math.ceil(size * 1.01));
		return spare.subarray(0, size);
	};
}

const searches = [
	'k',
	'ku',
	'kube',
	'10.244.0',
	'--dport 30094',
	'svc-99',
	'nothing like it',
	'sep z',
	'load-7 http',
	'svc-9999',
];

/**
 * The slowest of the searches. CPU is counted in ticks of milliseconds: each figure is the mean of many turns, and the
 * median of several such means, since a collection of the whole heap may fall in one.
 */
function searchKeys(index, filter) {
	const turns = 10;
	const search = words => rooms.foundIn(index, filter, words.split(' '), {hideZero: false}, 2000);
	const meanOf = words => {
		const before = process.threadCpuUsage();
		for (let turn = 0; turn < turns; turn++) search(words);
		const {user, system} = process.threadCpuUsage(before);
		return (user + system) / 1000 / turns;
	};

	return Math.max(
		...searches.map(words => {
			search(words);
			return percentile(
				Array.from({length: 5}, () => meanOf(words)),
				0.5,
			);
		}),
	);
}

console.log(JSON.stringify(await (what === 'path' ? path() : reads())));
await runner.close();
