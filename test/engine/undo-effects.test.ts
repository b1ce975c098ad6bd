import {describe, expect, test} from 'vitest';
import {effectOf} from '../../source/engine/undo-effects.js';
import {ended} from '../support/packet-filter.js';

/** What an undo's command would bring about, judged by what the host answers. */
const effect = (argv: readonly string[], ...answers: readonly string[]) =>
	effectOf(argv)?.judge(answers.map(answer => ended(answer)));
const asks = (argv: readonly string[]): readonly string[] => effectOf(argv)?.asks.map(ask => ask.argv.join(' ')) ?? [];
const unit = (properties: Readonly<Record<string, string>>): string =>
	Object.entries({Id: 'x.service', LoadState: 'loaded', ActiveState: 'inactive', SubState: 'dead', ...properties})
		.map(([key, value]) => `${key}=${value}\n`)
		.join('');

describe('is it done already?', () => {
	test.each<[readonly string[], Readonly<Record<string, string>>, string]>([
		[['systemctl', 'stop', 'x.service'], {}, 'there'],
		[['systemctl', 'stop', 'x.service'], {ActiveState: 'active', SubState: 'running'}, 'not'],
		[['systemctl', 'stop', 'x.service'], {ActiveState: 'deactivating', SubState: 'stop-sigterm'}, 'comes'],
		[['k0s', 'stop'], {}, 'there'],
		[['k0s', 'stop'], {ActiveState: 'active', SubState: 'running'}, 'not'],
		[['systemctl', 'start', 'x.service'], {ActiveState: 'active', SubState: 'running'}, 'there'],
		[['systemctl', 'start', 'x.service'], {}, 'not'],
		[['systemctl', 'enable', 'x.service'], {UnitFileState: 'enabled'}, 'there'],
		[['systemctl', 'enable', 'x.service'], {UnitFileState: 'disabled'}, 'not'],
		[['systemctl', 'disable', 'x.service'], {UnitFileState: 'disabled'}, 'there'],
		[['systemctl', 'disable', 'x.service'], {UnitFileState: 'enabled'}, 'not'],
		[['systemctl', 'disable', 'x.service'], {LoadState: 'not-found', UnitFileState: ''}, 'there'],
		[['systemctl', 'mask', 'x.service'], {LoadState: 'masked'}, 'there'],
		[['systemctl', 'mask', 'x.service'], {}, 'not'],
		[['systemctl', 'unmask', 'x.service'], {}, 'there'],
		[['systemctl', 'unmask', 'x.service'], {LoadState: 'masked'}, 'not'],
		[
			['systemctl', 'reset-failed', 'x.service'],
			{ActiveState: 'failed', SubState: 'failed', Result: 'exit-code'},
			'not',
		],
		[['systemctl', 'reset-failed', 'x.service'], {Result: 'success'}, 'there'],
	])('%j, of %j: %s', (argv, properties, wanted) => {
		expect(effect(argv, unit(properties))).toBe(wanted);
	});

	test('a unit that could not be read is not down', () => {
		expect(effect(['systemctl', 'stop', 'x.service'], '')).toBe('not');
	});

	test('the reset of k0s: neither its unit nor its data folder nor its sockets are left', () => {
		const reset = ['k0s', 'reset'];
		expect(effect(reset, '')).toBe('there');
		expect(effect(reset, '/var/lib/k0s\n')).toBe('not');
		expect(asks(reset).join(' ')).toContain('/var/lib/k0s');
		expect(asks([...reset, '--data-dir', '/srv/k0s']).join(' ')).toContain('/srv/k0s');
		expect(asks([...reset, '--data-dir', '/srv/k0s']).join(' ')).not.toContain('/var/lib/k0s');
		expect(asks([...reset, '--data-dir', '/srv/k0s']).join(' ')).toContain('/etc/systemd/system/k0scontroller.service');
	});

	test('a removal: nothing of it is left', () => {
		const argv = ['rm', '-f', '--', '/etc/a', '/etc/b'];
		expect(effect(argv, '')).toBe('there');
		expect(effect(argv, '/etc/b\n')).toBe('not');
		expect(effectOf(['rm', '-f', '/etc/a'])).toBeUndefined();
		expect(effectOf(['rm', '-f', '--'])).toBeUndefined();
	});

	test('a file that is put back: only its old place has it', () => {
		const argv = ['mv', '--', '/etc/a.k0s-tui', '/etc/a'];
		expect(effect(argv, '/etc/a\n')).toBe('there');
		expect(effect(argv, '/etc/a.k0s-tui\n/etc/a\n')).toBe('not');
		expect(effect(argv, '/etc/a.k0s-tui\n')).toBe('not');
		expect(effect(argv, '')).toBe('not');
	});

	test('the host name', () => {
		expect(effect(['hostnamectl', 'set-hostname', 'web1'], 'web1\n')).toBe('there');
		expect(effect(['hostnamectl', 'set-hostname', 'web1'], 'web2\n')).toBe('not');
		expect(effectOf(['hostnamectl', 'set-chassis', 'vm'])).toBeUndefined();
	});

	test.each([
		[['k0s', 'start']],
		[['systemctl', 'restart', 'x.service']],
		[['sh', '-c', 'true']],
		[['sysctl', '-w', 'net.ipv4.ip_forward=0']],
	])('%j is simply run', argv => {
		expect(effectOf(argv)).toBeUndefined();
	});
});
