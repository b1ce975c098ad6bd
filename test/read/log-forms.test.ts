import {describe, expect, test} from 'vitest';
import {causeOf} from '../../source/model/log-cause.js';
import {readJournal} from '../../source/read/journal.js';
import {must} from '../support/cluster.js';
import {outcomeOf} from '../support/samples.js';

/** One log line a form, as other versions and set-ups of k0s, its parts and systemd write it, among what is always there. */

const at = '2026-11-29T21:50:03+00:00 centos10.home.local';
const k0s = (text: string): string => `${at} k0s[9]: ${text}`;
const child = (component: string, text: string): string =>
	k0s(`time="2026-11-29 21:50:03" level=info msg=${JSON.stringify(text)} component=${component} stream=stderr`);
const systemd = (text: string, who = 'systemd[1]'): string => `${at} ${who}: k0scontroller.service: ${text}`;

/** What a start logs in any case, and what only follows from its end. */
const before = [
	`${at} systemd[1]: Started k0scontroller.service - k0s - Zero Friction Kubernetes.`,
	k0s('time="t" level=info msg="using storage backend etcd"'),
	child(
		'kube-apiserver',
		'E1129 21:50:02.363804    7963 controller.go:146] "Failed to ensure lease exists" err="connection refused"',
	),
];
const after = [
	k0s('time="t" level=error msg="Failed to apply manifests: connection refused" component=applier'),
	systemd("Failed with result 'exit-code'."),
];
const logOf = (lines: readonly string[]) =>
	must(readJournal(outcomeOf({stdout: `${[...before, ...lines, ...after].join('\n')}\n`})));

type Form = readonly [form: string, lines: readonly string[], says: RegExp, component: string | null];

const forms: readonly Form[] = [
	[
		"etcd's JSON",
		[
			child(
				'etcd',
				'{"level":"panic","ts":"t","caller":"x.go:1","msg":"failed to open database","error":"write /db: no space left on device"}',
			),
		],
		/^failed to open database: write \/db: no space left on device$/,
		'etcd',
	],
	[
		"slog's JSON, with its level in capitals",
		[child('etcd', '{"time":"t","level":"FATAL","msg":"cannot read the snapshot","err":"unexpected EOF"}')],
		/^cannot read the snapshot: unexpected EOF$/,
		'etcd',
	],
	[
		'logfmt within that of k0s',
		[child('containerd', 'time="t" level=fatal msg="failed to load TLS certs" error="open /x.pem: permission denied"')],
		/^failed to load TLS certs: open \/x\.pem: permission denied$/,
		'containerd',
	],
	[
		'logfmt that begins with its caller, errors as err',
		[child('kine', 'caller=main.go:9 level=fatal msg="cannot open the database" err="file is not a database"')],
		/^cannot open the database: file is not a database$/,
		'kine',
	],
	['a panic', [k0s('panic: freepages: failed to get all reachable pages')], /^panic: freepages: failed/, null],
	[
		'logrus on a terminal',
		[k0s('FATA[2026-11-29 21:50:06] failed to start control node components: etcd')],
		/^failed to start control node/,
		null,
	],
	[
		'a fatal line of klog, of January',
		[child('kubelet', 'F0101 01:00:00.000001      42 server.go:9] "Failed to run kubelet" err="no swap"')],
		/^Failed to run kubelet: no swap$/,
		'kubelet',
	],
	[
		"zap's console form",
		[
			child(
				'etcd',
				'2026-11-29T21:50:03.123Z\tFATAL\tetcdmain/etcd.go:204\tdiscovery failed\t{"error": "bad certificate"}',
			),
		],
		/^discovery failed: bad certificate$/,
		'etcd',
	],
	[
		'systemd may not run the program',
		[
			systemd('Failed at step EXEC spawning /usr/local/bin/k0s: Permission denied', '(k0s)[77]'),
			systemd('Main process exited, code=exited, status=203/EXEC'),
		],
		/Failed at step EXEC spawning \/usr\/local\/bin\/k0s: Permission denied$/,
		null,
	],
	[
		'systemd 253 and newer do not find it',
		[
			systemd("Unable to locate executable '/usr/local/bin/k0s': No such file or directory", '(k0s)[77]'),
			systemd('Main process exited, code=exited, status=203/EXEC'),
		],
		/Unable to locate executable/,
		null,
	],
	['the code alone', [systemd('Main process exited, code=exited, status=203/EXEC')], /status=203\/EXEC$/, null],
	[
		'another of its codes',
		[systemd('Main process exited, code=exited, status=226/NAMESPACE')],
		/status=226\/NAMESPACE$/,
		null,
	],
	['a crash of the program', [systemd('Main process exited, code=dumped, status=11/SEGV')], /status=11\/SEGV$/, null],
	[
		'the OOM killer',
		[
			systemd('A process of this unit has been killed by the OOM killer.'),
			systemd('Main process exited, code=killed, status=9/KILL'),
			systemd("Failed with result 'oom-kill'."),
		],
		/killed by the OOM killer/,
		null,
	],
	[
		'systemd-oomd',
		[
			systemd('systemd-oomd killed 25 process(es) in this unit.'),
			systemd('Main process exited, code=killed, status=9/KILL'),
		],
		/systemd-oomd killed 25/,
		null,
	],
	[
		'the kernel',
		[`${at} kernel: Memory cgroup out of memory: Killed process 4242 (kube-apiserver) total-vm:1kB`],
		/^Memory cgroup out of memory: Killed process 4242/,
		null,
	],
	[
		'the loader',
		[k0s('/usr/local/bin/k0s: error while loading shared libraries: libatomic.so.1: cannot open shared object file')],
		/libatomic\.so\.1/,
		null,
	],
	[
		'a binary for another machine',
		[k0s('/usr/local/bin/k0s: cannot execute binary file: Exec format error')],
		/Exec format error$/,
		null,
	],
];

describe('the line that says why, whatever its form', () => {
	test.each(forms)('%s', (_form, lines, says, component) => {
		const cause = causeOf(logOf(lines));
		expect(cause?.message).toMatch(says);
		expect(cause?.component).toBe(component);
	});

	test('without any of these lines nobody says why', () => {
		expect(causeOf(logOf([]))).toBeUndefined();
	});
});

test.each([
	['klog', child('kubelet', 'E0101 01:00:00.1 7 a.go:1] plain words'), 'error', 'plain words'],
	['containerd', child('containerd', 'time="t" level=error msg="failed to pull"'), 'error', 'failed to pull'],
	['JSON', child('x', '{"level":"error","msg":"m"}'), 'error', 'm'],
	[
		'JSON of klog: an error has err and no v',
		child('x', '{"ts":1,"caller":"a.go:1","msg":"m","err":"e"}'),
		'error',
		'm: e',
	],
	[
		'JSON of klog: information has v',
		child('x', '{"ts":1,"caller":"a.go:1","msg":"m","v":0,"err":"e"}'),
		'info',
		'm: e',
	],
	['slog', k0s('time=t level=ERROR msg="m" err="e"'), 'error', 'm: e'],
	['slog between two levels', k0s('time=t level=WARN+1 msg=m'), 'warning', 'm'],
	['logrus on a terminal', k0s('ERRO[0003] cannot'), 'error', 'cannot'],
	['a label', k0s('[ERROR] plugin/errors: 2'), 'error', 'plugin/errors: 2'],
	['an unknown level stays as printed', k0s('time=t level=notice msg=m'), 'info', 'm'],
	[
		'words with such a name in them',
		k0s('the panic: button is not pressed'),
		'info',
		'the panic: button is not pressed',
	],
	['JSON that is cut', child('etcd', '{"level":"fatal","msg":"cut'), 'info', '{"level":"fatal","msg":"cut'],
])('severity and words: %s', (_form, line, severity, message) => {
	expect(logOf([line])).toContainEqual(expect.objectContaining({severity, message}));
});

describe('a panic and its trace', () => {
	const trace = [
		'',
		'[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4a2b]',
		'goroutine 1 [running]:',
		'panic({0x1, 0x2})',
		'\t/usr/lib/go/src/runtime/panic.go:792 +0x132',
		'github.com/k0sproject/k0s/cmd/controller.(*command).start(0xc000, {0x1, 0x2})',
		'\t/src/cmd/controller/controller.go:155 +0x1d',
		'main.main()',
		'\t/src/main.go:33 +0x1d',
		'created by main.init in goroutine 7',
		'exit status 2',
	];
	const panic = 'panic: runtime error: invalid memory address or nil pointer dereference';
	const said = `${panic} (github.com/k0sproject/k0s/cmd/controller.(*command).start, /src/cmd/controller/controller.go:155)`;

	test('are one line, with where it came from', () => {
		const lines = logOf([k0s(panic), ...trace.map(line => k0s(line))]);
		expect(lines).toHaveLength(before.length + 1 + after.length);
		expect(causeOf(lines)).toMatchObject({severity: 'fatal', message: said});
	});

	test('of a child too, with lines of others in between, and blanks in place of tabs', () => {
		const lines = logOf(
			[panic, ...trace].flatMap(line => [
				child('kine', line.replace('\t', '        ')),
				child('kubelet', 'I0101 01:00:00.1 7 a.go:1] fine'),
			]),
		);
		expect(causeOf(lines)).toMatchObject({component: 'kine', message: said});
		expect(lines.filter(({component}) => component === 'kine')).toHaveLength(1);
		expect(lines.filter(({message}) => message === 'fine')).toHaveLength(trace.length + 1);
	});

	test('what the program says after it is a line of its own', () => {
		const lines = logOf([k0s(panic), ...trace.map(line => k0s(line)), k0s('Error: other'), k0s('main.main()')]);
		expect(lines.map(({message}) => message)).toEqual(expect.arrayContaining(['Error: other', 'main.main()']));
	});

	test('a second panic stands behind the first', () => {
		expect(
			causeOf(logOf([k0s('panic: a [recovered]'), k0s('\tpanic: b'), ...trace.map(line => k0s(line))]))?.message,
		).toMatch(/^panic: a \[recovered\]; panic: b \(github/);
	});
});
