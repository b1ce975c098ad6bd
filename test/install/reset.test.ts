import {describe, expect, test} from 'vitest';
import {ownFolders, type ResetAnswers, type ResetFacts} from '../../source/install/reset/facts.js';
import {leftoversOf} from '../../source/install/reset/leftovers.js';
import {resetSteps} from '../../source/install/reset/steps.js';
import {known, unknown} from '../../source/read/reading.js';
import {catalogue} from '../../source/text/text.js';

const text = catalogue('en');
const answers = (dataDir?: string): ResetAnswers => ({dataDir, firewall: [], backup: '/var/lib/k0s-tui/backup'});
const unasked = unknown('aborted');

/** Every folder and mount that could be k0s's is there. */
const facts = (dataDir: string): ResetFacts => ({
	...{user: known(0), unit: unasked, cni: known(null), links: unasked, rules: [unasked, unasked], tables: unasked},
	...{sets: unasked, firewall: unasked, binary: known('v1.34.1+k0s.0')},
	paths: known([dataDir, '/var/lib/k0s', '/run/k0s', '/etc/systemd/system/k0scontroller.service']),
	mounts: known(
		[`${dataDir}/hosts`, '/var/lib/k0s/kubelet'].map(target => ({
			...{source: 'tmpfs', target, type: 'tmpfs', options: []},
		})),
	),
	accounts: known([{name: 'etcd', home: dataDir}]),
});

const removed = (dataDir: string) =>
	leftoversOf(facts(dataDir), answers(dataDir)).map(({command}) => command.argv.join(' '));
const judged = (dataDir: string) =>
	resetSteps(text)
		.find(({id}) => id === 'reset')
		?.judge(facts(dataDir), answers(dataDir));

describe('a data folder', () => {
	test('of its own goes with k0s, with its mounts and accounts', () => {
		const commands = removed('/srv/k0s');
		for (const wanted of [/^umount .*\/srv\/k0s\/hosts$/, /^rm -r.* \/srv\/k0s$/, /^userdel .*etcd$/]) {
			expect(commands).toContainEqual(expect.stringMatching(wanted));
		}

		expect(judged('/srv/k0s')).toMatchObject({state: 'open'});
	});

	test.each(['/', '/etc', '/var/lib', '/home/operator', '/usr/local'])(
		'%s is never taken away, whatever a unit file says',
		dataDir => {
			expect(ownFolders(answers(dataDir))).toEqual(ownFolders(answers()));
			const commands = removed(dataDir);
			expect(commands).toContainEqual(expect.stringMatching(/^rm .* \/var\/lib\/k0s$/));
			expect(commands.filter(each => each.endsWith(` ${dataDir}`) || each.endsWith(`${dataDir}/hosts`))).toEqual([]);
			expect(commands.filter(each => each.startsWith('userdel'))).toEqual([]);
			expect(judged(dataDir)).toMatchObject({
				state: 'blocked',
				found: text.install.steps.preflight.systemFolder(dataDir),
			});
		},
	);
});
