import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Outcome} from '../../source/command/outcome.js';
import {assess} from '../../source/model/verdict.js';
import {readContainerInfo} from '../../source/read/ctr-container-info.js';
import {readContainers, readImages, readTasks} from '../../source/read/ctr-tables.js';
import {readJournal} from '../../source/read/journal.js';
import {readK0sStatus} from '../../source/read/k0s/status.js';
import {readK0sVersion} from '../../source/read/k0s/version.js';
import {readAll, readNodes, readPods, readServices} from '../../source/read/kubectl/get.js';
import type {Reading} from '../../source/facts/reading.js';
import {readUnit} from '../../source/read/systemctl-show.js';
import {readToolVersion} from '../../source/read/tool-version.js';
import {healthyFacts, sampledAt} from '../support/cluster.js';
import {mutated} from '../support/mutate.js';
import {outcomeOf, recorded, sample} from '../support/samples.js';

const printed = (...paths: readonly string[]): readonly string[] =>
	paths.map(path => (path.endsWith('.json') && path.startsWith('ctr/') ? recorded(path).stdout : sample(path)));

const readers: ReadonlyArray<readonly [string, (outcome: Outcome) => Reading<unknown>, readonly string[]]> = [
	['k0s version', readK0sVersion, printed('guide/k0s-version.txt')],
	['k0s status', readK0sStatus, printed('k0s/1.34.1/status.json', 'guide/k0s-status.txt')],
	['systemctl show', readUnit, printed('systemd/252/show-active.txt', 'systemd/252/show-crash.txt')],
	['journalctl', readJournal, printed('systemd/252/journal.txt', 'systemd/252/journal-crash.txt')],
	['get nodes', readNodes, printed('kubectl/1.34.5/get-nodes.json', 'guide/get-nodes.txt')],
	['get all', readAll, printed('kubectl/1.34.5/get-all-crash.json', 'guide/get-all-namespaces.txt')],
	['get pods', readPods, printed('kubectl/1.34.5/get-all.json', 'guide/get-all-default.txt')],
	['get service', readServices, printed('kubectl/1.34.5/get-all.txt', 'guide/get-service.txt')],
	['ctr container list', readContainers, printed('guide/ctr-container-list.txt', 'ctr/1.6.20/ctr-container-list.json')],
	['ctr task list', readTasks, printed('guide/ctr-task-list.txt', 'ctr/1.6.20/ctr-task-list.json')],
	['ctr image list', readImages, printed('guide/ctr-image-list.txt', 'ctr/1.6.20/ctr-image-list.json')],
	['ctr container info', readContainerInfo, printed('ctr/1.6.20/ctr-container-info.json')],
	['a version', readToolVersion, ['systemd 252 (252.38-1~deb12u1)\n']],
];

describe('outputs with a few bytes changed', () => {
	it.each(readers)('%s: known or not, never a throw', (_, read, texts) => {
		for (const stdout of texts) expect(read(outcomeOf({stdout, argv: ['systemctl']})).known).toBe(true);
		fc.assert(
			fc.property(mutated(texts), stdout => {
				const reading = read(outcomeOf({stdout}));
				expect(reading.known || reading.unknown.reason !== undefined).toBe(true);
				const failed = read(outcomeOf({kind: 'failed', stderr: stdout}));
				expect(failed.known).toBe(false);
			}),
			{numRuns: 60},
		);
	});

	it('never makes a healthy node of an answer that lost its words', () => {
		const all = printed('kubectl/1.34.5/get-all.json');
		fc.assert(
			fc.property(mutated(all), stdout => {
				const reading = readAll(outcomeOf({stdout}));
				const part = reading.known ? {...reading, value: reading.value.workloads} : reading;
				const {verdict, reasons} = assess(healthyFacts({workloads: part}), sampledAt);
				expect(verdict === 'healthy').toBe(reasons.length === 0);
				if (!reading.known) expect(verdict).toBe('unknown');
			}),
			{numRuns: 60},
		);
	});
});
