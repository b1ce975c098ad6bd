/**
 * Runs on the lab's host, bundled with the product's own rooms: how long its ways of reading the network take there, beside
 * `ip -d -j link` and the bare collector script, in turns. Argument: rounds. Prints JSON, medians in milliseconds.
 */
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';
import {collect} from '../source/command/collector.js';
import {command} from '../source/command/command.js';
import {createLocalHost} from '../source/host/local.js';
import {createRunner} from '../source/host/runner.js';
import {topologyInPieces} from '../source/model/topology/topology.js';
import {readNetwork} from '../source/store/network/read.js';
import {createNetworkSource} from '../source/store/network/network.js';
import {createPacer} from '../source/store/pacer.js';
import {inSlices} from '../source/store/slices.js';

const all = 100_000;
const big = {maxOutput: 64 * 1024 * 1024, deadline: 30_000};
const runner = createRunner(createLocalHost());

/** Until the screen has something to show. */
async function firstRows() {
	const source = createNetworkSource({runner, pacer: createPacer()});
	await new Promise(resolve => {
		const leave = source.subscribe(() => {
			if (source.get().value === undefined) return;
			leave();
			resolve();
		});
	});
	if (source.get().value === undefined) throw new Error('no rows');
}

async function whole() {
	const facts = await readNetwork(runner, {limit: all, names: []});
	const topology = facts.known ? await inSlices(topologyInPieces(facts.value)) : facts;
	if (!topology?.known) throw new Error(JSON.stringify(topology));
	return topology.value.namespaces.length;
}

const kinds = {
	link: async () => runner.run(command(['ip', '-d', '-j', 'link'], 'ip-addresses', big)),
	script: async () => runner.run(collect('bench', all)),
	first: firstRows,
	whole,
};

const rounds = Number(process.argv[2] ?? 5);
const found = Object.fromEntries(Object.keys(kinds).map(name => [name, []]));
const stalls = [];
let namespaces = 0;
for (let round = 0; round <= rounds; round++) {
	for (const [name, run] of Object.entries(kinds)) {
		const delay = monitorEventLoopDelay({resolution: 1});
		delay.enable();
		const began = performance.now();
		const result = await run();
		const took = performance.now() - began;
		delay.disable();
		// What a source left under way ends on its own.
		await new Promise(resolve => setTimeout(resolve, name === 'first' ? 1500 : 50));
		if (name === 'whole') namespaces = result;
		// The first round is for the engine to compile in.
		if (round === 0) continue;
		found[name].push(took);
		if (name === 'whole') stalls.push(delay.max / 1e6);
	}
}

await runner.close();
const median = values => values.toSorted((a, b) => a - b)[values.length >> 1];
const medians = Object.fromEntries(Object.entries(found).map(([name, values]) => [name, median(values)]));
process.stdout.write(JSON.stringify({namespaces, ...medians, stall: median(stalls)}));
