import {expect, test} from 'vitest';
import {isSystemFolder} from '../../source/model/system-folder.js';

test.each([
	...['/', '//', '/.', '/etc', '/etc/', '//etc//k0s', '/usr/local/k0s', '/var', '/var/lib', '/var/lib/', '/var/./lib'],
	...['/home', '/home/operator', '/root', '/tmp', '/run/k0s', '/proc/1', '/boot', '/srv', '/mnt', '/opt'],
	...['/var/lib/k0s-tui', '/var/lib/k0s-tui/backup', '/data/../etc', '/var/lib/k0s/..'],
])('%s is nobody’s data folder', path => {
	expect(isSystemFolder(path)).toBe(true);
});

test.each([
	'/var/lib/k0s',
	'/data',
	'/srv/k0s',
	'/home/operator/k0s',
	'/mnt/disk1/k0s',
	'/opt/k0s',
	'/root/k0s',
	'/etcd',
])('%s may be one', path => {
	expect(isSystemFolder(path)).toBe(false);
});
