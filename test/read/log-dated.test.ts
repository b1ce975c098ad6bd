import {expect, test} from 'vitest';
import {readLogEntry} from '../../source/read/log-entry.js';

/** Lines of other versions and programs, and what each says at which severity. */
test.each([
	// etcd 3.4 and older (capnslog), as k0s 1.21 and older start it.
	[
		'2026-11-30 01:02:03.123456 C | etcdmain: listen tcp 127.0.0.1:2380: bind: address already in use',
		'fatal',
		'etcdmain: listen tcp 127.0.0.1:2380: bind: address already in use',
	],
	[
		'2026-11-30 01:02:03.123456 W | etcdserver: read-only range request took too long',
		'warning',
		'etcdserver: read-only range request took too long',
	],
	['2026-11-30 01:02:03.123456 N | etcdserver: set the cluster version', 'info', 'etcdserver: set the cluster version'],
	// Go's `log`, with and without a level of its own.
	['2026/11/30 01:02:03 [ERROR] failed to serve', 'error', 'failed to serve'],
	[
		'2026/11/30 01:02:03 http: TLS handshake error from 10.0.0.4:5: EOF',
		'info',
		'http: TLS handshake error from 10.0.0.4:5: EOF',
	],
	['2026/11/30 01:02:03 panic: boom', 'fatal', 'panic: boom'],
	['2026/11/30 01:02:03 error while it looked', 'info', 'error while it looked'],
	['2026-11-30T01:02:03.123Z ERROR something went wrong', 'error', 'something went wrong'],
	['2026-11-30 01:02:03,123 WARNING slow', 'warning', 'slow'],
	['[2026-11-30T01:02:03Z ERROR kine::db] cannot connect', 'error', 'cannot connect'],
	['[2026-11-30T01:02:03Z] started', 'info', '[2026-11-30T01:02:03Z] started'],
	// JSON of hclog, of Rust's tracing, with an error that is an object, with blanks.
	['{"@level":"error","@message":"plugin failed","error":"no such file"}', 'error', 'plugin failed: no such file'],
	[
		'{"timestamp":"t","level":"WARN","fields":{"message":"cannot start","error":"io"},"target":"x"}',
		'warning',
		'cannot start: io',
	],
	['{"level":"ERROR","msg":"boom","err":{"Op":"listen"}}', 'error', 'boom: {"Op":"listen"}'],
	[' { "level":"error","msg":"late" }', 'error', 'late'],
	['{"level":"info","msg":"fine","error":null}', 'info', 'fine'],
	// The loader, the shell and systemd.
	[
		"/usr/local/bin/k0s: /lib/libc.so.6: version `GLIBC_2.38' not found (required by /usr/local/bin/k0s)",
		'error',
		undefined,
	],
	['bash: /usr/local/bin/k0s: Permission denied', 'error', undefined],
	['/bin/sh: 1: k0s: not found', 'error', undefined],
	['/usr/local/bin/k0s: line 3: syntax error near unexpected token', 'error', undefined],
	['k0scontroller.service: Unit configuration has fatal error, unit will not be started.', 'error', undefined],
	['k0scontroller.service: Failed to kill control group /system.slice/x: Operation not permitted', 'error', undefined],
	['k0scontroller.service: Consumed 1min 2.3s CPU time, 1.2G memory peak.', 'info', undefined],
	['k0scontroller.service: Scheduled restart job, restart counter is at 5.', 'info', undefined],
] as const)('%s', (line, severity, message) => {
	expect(readLogEntry(line)).toMatchObject({severity, message: message ?? line});
});
