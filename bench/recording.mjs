/**
 * The host that the benchmark shows: the simulated one, recorded by the product itself, with as many more rules in one
 * chain as are wanted. The figures do not depend on the machine's own network then, and nothing on it is touched.
 */
import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import process from 'node:process';

/** The chain that gets the rules. */
export const chain = 'KUBE-SERVICES';

/** One rule for a made-up service, with its counters. */
function rule(index, packets) {
	const address = `10.${96 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
	return `[${packets}:${packets * 60}] -A ${chain} -d ${address}/32 -p tcp -m comment --comment "shop/app-${index}:http cluster IP" -m tcp --dport ${8000 + (index % 900)} -j KUBE-MARK-MASQ`;
}

/** `iptables-save -c` with `rules` more rules behind the others of their chain, as the tool prints them. */
function withRules(save, rules) {
	const nat = save.indexOf('*nat');
	const last = save.lastIndexOf(`] -A ${chain} `, save.indexOf('\nCOMMIT', nat));
	if (nat < 0 || last < nat) throw new Error(`no chain ${chain} in what the simulated host printed`);
	const end = save.indexOf('\n', last);
	return `${save.slice(0, end)}\n${rules.join('\n')}${save.slice(end)}`;
}

/**
 * Writes a recording to `file`. `changes`: so many later reads of the rules, in each of which one rule in four has moved
 * both its counters, that is about 5 % of the cells on the screen.
 */
export function writeRecording(file, {program, rules, changes = 0}) {
	const lines = [];
	let header;
	for (const command of ['network', 'status', 'nftables']) {
		const part = `${file}.${command}`;
		const {status, stderr} = spawnSync(
			process.execPath,
			[program, command, '--simulate=ready', '--json', '--record', part],
			{
				encoding: 'utf8',
			},
		);
		if (status !== 0) throw new Error(`${command} --record ended with ${status}: ${stderr}`);
		const [first, ...outcomes] = readFileSync(part, 'utf8').trim().split('\n');
		header ??= first;
		lines.push(...outcomes.map(line => JSON.parse(line)));
	}

	const counters = Array.from({length: rules}, (_, index) => (index * 7919) % 5000);
	const out = [header];
	for (const outcome of lines) {
		if (!/iptables.*-save$/.test(outcome.argv[0])) {
			out.push(JSON.stringify(outcome));
			continue;
		}

		for (let turn = 0; turn <= changes; turn++) {
			const more = counters.map((packets, index) => rule(index, packets));
			out.push(JSON.stringify({...outcome, stdout: withRules(outcome.stdout, more)}));
			for (let index = turn % 4; index < rules; index += 4) counters[index] += 1 + (index % 9);
		}
	}

	writeFileSync(file, `${out.join('\n')}\n`);
	return file;
}

/** In a folder that the caller removes. */
export const recordingIn = (folder, name, options) => writeRecording(join(folder, `${name}.jsonl`), options);
