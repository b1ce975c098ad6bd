import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {readCertificate} from '../../source/read/certificate.js';
import {readContents} from '../../source/read/file.js';
import {readConfigErrors} from '../../source/read/k0s/config.js';
import {readPressures} from '../../source/read/node-pressure.js';
import {readOwners} from '../../source/read/ps.js';
import {readProcStart} from '../../source/read/proc-start.js';
import {readUnitStart} from '../../source/read/unit-start.js';
import type {Reader} from '../../source/read/reading.js';
import {mutated} from '../support/mutate.js';
import {outcomeOf, sample} from '../support/samples.js';

const out = (stdout: string) => outcomeOf({stdout});
const failed = (stderr: string, exit = 1) => outcomeOf({kind: 'failed', exit, stderr});

describe('certificates', () => {
	test('its subject and both its ends; an authority is one', () => {
		expect(readCertificate(out(sample('certificate/server.crt')))).toMatchObject({
			value: {
				subject: 'O=kubernetes, CN=kube-apiserver',
				notBefore: Date.parse('2026-11-23T05:47:14Z'),
				notAfter: Date.parse('2027-11-23T05:47:14Z'),
				authority: false,
			},
		});
		expect(readCertificate(out(sample('certificate/ca.crt')))).toMatchObject({value: {authority: true}});
	});

	test('what is none is unreadable; what may not be read needs root', () => {
		expect(readCertificate(out('hello\n'))).toMatchObject({unknown: {reason: 'unreadable'}});
		expect(readCertificate(failed('cat: server.crt: Permission denied\n'))).toMatchObject({
			unknown: {reason: 'needs-root'},
		});
	});
});

describe('two clocks', () => {
	const unit =
		'Id=k0scontroller.service\nLoadState=loaded\nActiveState=active\nActiveEnterTimestamp=Mon 2026-11-23 04:00:00 UTC\nActiveEnterTimestampMonotonic=400000123\n';

	test('the start of a unit by both; null while it does not run', () => {
		expect(readUnitStart(out(unit))).toMatchObject({value: {wall: Date.parse('2026-11-23T04:00:00Z'), mono: 400_000}});
		expect(readUnitStart(out(unit.replace('=active', '=inactive')))).toMatchObject({known: true, value: null});
	});

	test('the start of a process since the boot, whatever its name', () => {
		const stat = '4411 (a) b) R 4410 4411 871 34816 4411 4194304 104 0 0 0 0 0 0 0 20 0 1 0 12345 5832704 230\n';
		expect(readProcStart(out(stat))).toMatchObject({value: 123_450});
		expect(readProcStart(out('4411 (cat) R 1\n'))).toMatchObject({unknown: {reason: 'unreadable'}});
	});
});

describe('a folder of small files', () => {
	test('the first line of each, by its name; none where there is no folder', () => {
		expect(readContents(out('/s/reboot/a:one\n/s/reboot/a:two\n/s/reboot/b-c:three:four\n'))).toMatchObject({
			value: new Map([
				['b-c', 'three:four'],
				['a', 'one'],
			]),
		});
		expect(readContents(failed('grep: /s/reboot: No such file or directory\n', 2))).toMatchObject({value: new Map()});
		expect(readContents(failed('', 1))).toMatchObject({value: new Map()});
		expect(readContents(failed('grep: /s/reboot: Permission denied\n', 2))).toMatchObject({
			unknown: {reason: 'needs-root'},
		});
	});
});

describe('the configuration of k0s', () => {
	test('silent: it takes the file; else each thing that it does not like', () => {
		expect(readConfigErrors(out(''))).toMatchObject({value: []});
		expect(
			readConfigErrors(failed('Error: failed to parse configuration: json: unknown field "spce"\n')),
		).toMatchObject({value: ['failed to parse configuration: json: unknown field "spce"']});
	});

	test('all that a real k0s says, of which the first line alone begins with Error', () => {
		expect(readConfigErrors(failed(sample('k0s/1.34.1/config-validate-values.stderr')))).toMatchObject({
			value: [
				'spec: api: address: Invalid value: "hello": invalid IP address',
				'spec: storage: type: Unsupported value: "sqlite": supported values: "etcd", "kine"',
				'spec: network: provider: Unsupported value: "foo": supported values: "kuberouter", "calico", "custom"',
				'spec: network: podCIDR: Invalid value: "10.0.0.0/99": invalid CIDR address',
			],
		});
		const noise = 'time="2026-11-30 01:17:34" level=warning msg="x"\nW1130 01:17:34.8 3 logging.go:55] y\n';
		expect(readConfigErrors(failed(noise + sample('k0s/1.34.1/config-validate-type.stderr') + noise))).toMatchObject({
			value: [expect.stringMatching(/^failed to parse configuration.*of type int$/)],
		});
	});

	test('a file that may not be read is no bad file', () => {
		expect(readConfigErrors(failed('Error: open /etc/k0s/k0s.yaml: permission denied\n'))).toMatchObject({
			unknown: {reason: 'needs-root'},
		});
	});
});

test('what a node is short of', () => {
	const json = JSON.stringify({
		items: [
			{
				metadata: {name: 'n'},
				status: {
					conditions: [
						{type: 'DiskPressure', status: 'True', message: 'kubelet has disk pressure'},
						{type: 'PIDPressure', status: 'False'},
						{type: 'Ready', status: 'True'},
					],
				},
			},
		],
	});
	expect(readPressures(out(json))).toMatchObject({
		value: [{node: 'n', type: 'DiskPressure', message: 'kubelet has disk pressure'}],
	});
	expect(readPressures(failed('The connection to the server was refused\n'))).toMatchObject({known: false});
});

test('nothing that a tool could print makes one of them throw', () => {
	const readers: Reader<unknown>[] = [
		readCertificate,
		readContents,
		readConfigErrors,
		readPressures,
		readProcStart,
		readUnitStart,
	];
	const texts = [sample('certificate/server.crt'), '{"items":[{"status":{"conditions":[null]}}]}', 'a:b\n'];
	fc.assert(
		fc.property(mutated(texts), text => {
			for (const read of readers) {
				read(out(text));
				read(failed(text));
			}
		}),
		{numRuns: 300},
	);
});

test('which service and which program a process is', () => {
	const printed =
		'    812 nginx.service                   nginx: master process /usr/sbin/nginx\n   2774 thief.service                   /usr/local/bin/node -e x\n      9 session-1.scope                 sshd: root\n     10 -                               [kthreadd]\n';
	expect(readOwners(out(printed))).toMatchObject({
		value: new Map([
			[812, {unit: 'nginx.service', name: 'nginx'}],
			[2774, {unit: 'thief.service', name: 'node'}],
			[9, {unit: null, name: 'sshd'}],
			[10, {unit: null, name: '[kthreadd]'}],
		]),
	});
	expect(readOwners(failed('', 1))).toMatchObject({value: new Map()});
	expect(readOwners(failed('error: unsupported option\n', 1))).toMatchObject({known: false});
});
