import {describe, expect, test} from 'vitest';
import type {Outcome} from '../../source/command/outcome.js';
import type {Reading} from '../../source/facts/reading.js';
import {readVariables} from '../../source/read/environment-file.js';
import {readExisting, readFolder, readText} from '../../source/read/file.js';
import {readZones} from '../../source/read/firewall/zones.js';
import {readIptablesSave} from '../../source/read/iptables/save.js';
import {readJournal} from '../../source/read/journal.js';
import {readKubectl} from '../../source/read/kubectl/answer.js';
import {readNftChains} from '../../source/read/nft/chains.js';
import {readShims} from '../../source/read/shims.js';
import {readSshSockets} from '../../source/read/ssh-sockets.js';
import {outcomeOf} from '../support/samples.js';

const failed = (stderr: string, exit = 1): Partial<Outcome> => ({kind: 'failed', exit, stderr});
const ssWithoutNames = 'ESTAB 0 0 192.0.2.1:22 192.0.2.9:50000\n';

/** What each reader gets where the right to read is missing, as the tools word it. */
const refusals: ReadonlyArray<readonly [string, (outcome: Outcome) => Reading<unknown>, Partial<Outcome>]> = [
	['a file', readText, failed('cat: /proc/1/environ: Permission denied\n')],
	['a folder', readFolder, failed("ls: cannot open directory '/x': Permission denied\n", 2)],
	['paths', readExisting, failed("ls: cannot access '/x/y': Permission denied\n", 2)],
	['environment files', readVariables, failed('grep: /etc/default/k0s: Permission denied\n', 2)],
	['chains', readNftChains, failed('Operation not permitted (you must be root)\n')],
	[
		'rules',
		readIptablesSave,
		failed(
			'iptables-save v1.8.9 (nf_tables): Could not fetch rule set generation id\nPermission denied (you must be root)\n',
			4,
		),
	],
	[
		'zones',
		readZones,
		failed('Authorization failed.\n    Make sure polkit agent is running or run the application as superuser.\n', 253),
	],
	['the API', readKubectl, failed('error: open /var/lib/k0s/pki/admin.conf: permission denied\n')],
	['the journal', readJournal, {stderr: 'No journal files were opened due to insufficient permissions.\n'}],
	['processes', readShims, {stdout: ''}],
	['who holds a socket', readSshSockets, {stdout: ssWithoutNames}],
	['a program that may not be started', readText, {kind: 'not-permitted', exit: null, stderr: 'spawn EACCES'}],
];

describe('what is refused', () => {
	test.each(refusals)('%s: to an ordinary user, root may read it', (_, read, parts) => {
		expect(read(outcomeOf({argv: ['tool'], ...parts}))).toMatchObject({unknown: {reason: 'needs-root'}});
	});

	test.each(refusals)('%s: to root, nobody is told to become root', (_, read, parts) => {
		expect(read(outcomeOf({argv: ['tool'], ...parts, asRoot: true}))).toMatchObject({
			known: false,
			unknown: {reason: 'failed'},
		});
	});
});
