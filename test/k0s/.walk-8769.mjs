// test/k0s/walk.ts
import process4 from 'node:process';
import {readFileSync as readFileSync4, writeFileSync as writeFileSync3} from 'node:fs';
import {parseArgs} from 'node:util';

// test/support/session.ts
import {setTimeout as sleep} from 'node:timers/promises';

// test/support/emulator.ts
import xterm from '@xterm/headless';
function createEmulator(columns2, rows) {
	const terminal = new xterm.Terminal({cols: columns2, rows, allowProposedApi: true, scrollback: 500});
	let cursorHidden = false;
	for (const [final, hidden] of [
		['l', true],
		['h', false],
	]) {
		terminal.parser.registerCsiHandler({prefix: '?', final}, parameters => {
			if (parameters.includes(25)) cursorHidden = hidden;
			return false;
		});
	}
	const lines = () => {
		const buffer = terminal.buffer.active;
		return Array.from(
			{length: terminal.rows},
			(_, y) => buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '',
		);
	};
	return {
		get columns() {
			return terminal.cols;
		},
		get rows() {
			return terminal.rows;
		},
		get cursor() {
			return {x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY};
		},
		write(data) {
			terminal.write(data);
		},
		async settled() {
			await new Promise(resolve => {
				terminal.write('', resolve);
			});
		},
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
		},
		lines,
		text: () => lines().join('\n').replace(/\n+$/, ''),
		cells() {
			const buffer = terminal.buffer.active;
			return Array.from({length: terminal.rows}, (_, y) => {
				const line = buffer.getLine(buffer.viewportY + y);
				return Array.from({length: terminal.cols}, (_unused, x) => {
					const cell = line?.getCell(x);
					if (!cell) throw new Error(`no cell ${x},${y}`);
					return {
						text: cell.getChars(),
						width: cell.getWidth(),
						foreground: color(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
						background: color(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
						bold: cell.isBold() !== 0,
						dim: cell.isDim() !== 0,
						italic: cell.isItalic() !== 0,
						underline: cell.isUnderline() !== 0,
						inverse: cell.isInverse() !== 0,
						strike: cell.isStrikethrough() !== 0,
					};
				});
			});
		},
		isAlternate: () => terminal.buffer.active.type === 'alternate',
		isCursorHidden: () => cursorHidden,
		onAnswer(listener) {
			terminal.onData(listener);
		},
	};
}
function color(isDefault, isRgb, value) {
	if (isDefault) return 'default';
	return isRgb ? `rgb ${value.toString(16).padStart(6, '0')}` : `palette ${value}`;
}

// test/support/session.ts
var packageName = '@lydell/node-pty';
var loaded = await import(packageName).then(
	found => ({spawn: found.spawn}),
	error => ({reason: String(error).split('\n')[0] ?? 'unknown'}),
);
var unwanted = [
	'CI',
	'CONTINUOUS_INTEGRATION',
	'NO_COLOR',
	'FORCE_COLOR',
	'TMUX',
	'COLUMNS',
	'LINES',
	'LC_ALL',
	'LC_CTYPE',
	'NODE_OPTIONS',
];
function openSession(command2, parameters = [], options = {}) {
	const {columns: columns2 = 80, rows = 24, env: env2 = {}, cwd = process.cwd()} = options;
	if (!loaded.spawn) throw new Error(`no pseudo-terminal: ${loaded.reason}`);
	const emulator = createEmulator(columns2, rows);
	const clean = Object.fromEntries(
		Object.entries(process.env).filter(([name, value]) => value !== void 0 && !unwanted.includes(name)),
	);
	const child = loaded.spawn(command2, [...parameters], {
		cols: columns2,
		rows,
		name: 'xterm-256color',
		env: {...clean, TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env2},
		cwd,
	});
	let raw = '';
	let exit;
	let open = true;
	child.onData(data => {
		raw += data;
		emulator.write(data);
	});
	emulator.onAnswer(data => {
		if (open && !exit) child.write(data);
	});
	child.onExit(event => {
		exit = event;
	});
	const until = async (condition, what, milliseconds = 8e3) => {
		const end = Date.now() + milliseconds;
		for (;;) {
			await emulator.settled();
			if (condition()) return;
			if (Date.now() > end) {
				throw new Error(
					`timed out waiting for ${what}; screen:
${emulator.text()}
last bytes: ${JSON.stringify(raw.slice(-400))}`,
				);
			}
			await sleep(10);
		}
	};
	const session = {
		emulator,
		pid: child.pid,
		until,
		see: async (text, milliseconds) => until(() => emulator.text().includes(text), JSON.stringify(text), milliseconds),
		gone: async (text, milliseconds) =>
			until(() => !emulator.text().includes(text), `${JSON.stringify(text)} to go`, milliseconds),
		type(keys) {
			child.write(keys);
		},
		resize(newColumns, newRows) {
			emulator.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		isAlternate: emulator.isAlternate,
		screen: emulator.text,
		cells: emulator.cells,
		raw: () => raw,
		clearRaw() {
			raw = '';
		},
		async closed(milliseconds) {
			await until(() => exit !== void 0, 'the end of the program', milliseconds);
			if (!exit) throw new Error('no exit status');
			return exit;
		},
		exit: () => exit,
		kill(signal) {
			process.kill(child.pid, signal);
		},
		hangUp() {
			open = false;
			child.destroy();
		},
	};
	return session;
}

// test/k0s/host.ts
import {spawn as spawn2, spawnSync as spawnSync3} from 'node:child_process';
import {
	existsSync as existsSync3,
	mkdirSync as mkdirSync2,
	mkdtempSync as mkdtempSync2,
	readFileSync as readFileSync3,
	rmSync as rmSync2,
	statSync as statSync2,
	writeFileSync as writeFileSync2,
} from 'node:fs';
import {tmpdir as tmpdir2} from 'node:os';
import {join as join3} from 'node:path';
import process3 from 'node:process';
import {fileURLToPath as fileURLToPath2} from 'node:url';

// test/support/test-host.ts
import {spawn, spawnSync} from 'node:child_process';
import {chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import process2 from 'node:process';
import {setTimeout as sleep2} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
var folder = fileURLToPath(new URL('../testhost/', import.meta.url));
var project = fileURLToPath(new URL('../../', import.meta.url));
var tool = join(folder, 'testhost');
var standIn = join(folder, 'k0s-standin');
var product = '/opt/k0s-tui';
var brisk = {stopSeconds: 1, nodeReadySeconds: 0.5, dnsReadySeconds: 0.5};
var cannotRun = 77;
var env = {...process2.env, PATH: `${dirname(process2.execPath)}:${process2.env['PATH'] ?? ''}`};
function whyNoTestHost() {
	const {status, stderr} = spawnSync(tool, ['doctor'], {env, encoding: 'utf8'});
	if (status === 0) return void 0;
	if (status === cannotRun) return stderr.trim();
	throw new Error(`testhost doctor: exit ${status}: ${stderr}`);
}
function copyProduct(to) {
	const given = process2.env['K0S_TUI_DIST'];
	if (given === void 0) {
		const {status, stderr} = spawnSync(process2.execPath, ['scripts/build.mjs', '--bundle'], {
			cwd: project,
			encoding: 'utf8',
		});
		if (status !== 0) throw new Error(`the product cannot be built: ${stderr}`);
	}
	cpSync(given ?? join(project, 'dist'), to, {recursive: true});
	chmodSync(to, 493);
}
var prefix = 't';
var folderPrefix = 'k0s-tui-host-';
var owned = new RegExp(`^${prefix}(\\d+)-`);
var up = /* @__PURE__ */ new Set();
var count = 0;
var swept = false;
var orphaned = pid => pid !== void 0 && !existsSync(`/proc/${pid}`);
function sweep() {
	if (swept) return;
	swept = true;
	process2.on('exit', () => {
		for (const host of up) host.down();
	});
	const {stdout} = spawnSync(tool, ['list'], {env, encoding: 'utf8'});
	for (const line of stdout.split('\n')) {
		const name = line.split('	')[0] ?? '';
		if (orphaned(owned.exec(name)?.[1])) spawnSync(tool, ['down', '--name', name], {env});
	}
	for (const name of readdirSync(tmpdir())) {
		if (!name.startsWith(folderPrefix) || !orphaned(/\d+/.exec(name.slice(folderPrefix.length))?.[0])) continue;
		rmSync(join(tmpdir(), name), {recursive: true, force: true});
	}
}
function run(file, args, {input = '', milliseconds = 6e4} = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, {env, stdio: 'pipe', timeout: milliseconds, killSignal: 'SIGKILL'});
		const out = [];
		const err = [];
		child.stdout.on('data', data => out.push(data));
		child.stderr.on('data', data => err.push(data));
		child.stdin.on('error', () => void 0);
		child.stdin.end(input);
		child.on('error', reject);
		child.on('close', exit => {
			resolve({exit, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString()});
		});
	});
}
var quoted = word => `'${word.replaceAll("'", String.raw`'\''`)}'`;
var failed = (what, {exit, stdout, stderr}) =>
	new Error(`${what}: exit ${exit}
${stdout.slice(-2e3)}${stderr.slice(-2e3)}`);
async function startTestHost(options) {
	const {profile = 'base', cgroup = 'hybrid', k0s = 'none', switches, stopTimeout, faults} = options;
	const further = options.options ?? [];
	sweep();
	const name = `${prefix}${process2.pid}-${++count}-${options.name}`;
	const own = mkdtempSync(join(tmpdir(), `${folderPrefix}${process2.pid}-`));
	const config = join(own, 'ssh_config');
	const tuiArgv = ['node', `${product}/cli.js`];
	const host = {
		name,
		address: '192.168.122.161',
		exec: (argv, {user = 'root', ...given} = {}) =>
			run(tool, ['exec', '--name', name, '--user', user, '--', ...argv], given),
		async must(argv, given) {
			const ran = await host.exec(argv, given);
			if (ran.exit !== 0) throw failed(argv.join(' '), ran);
			return ran.stdout;
		},
		async until(argv, milliseconds = 3e4, accepts = () => true) {
			const end = Date.now() + milliseconds;
			for (;;) {
				const ran = await host.exec(argv, {milliseconds: Math.max(1e3, end - Date.now())});
				if (ran.exit === 0 && accepts(ran.stdout)) return ran.stdout;
				if (Date.now() > end) throw failed(`${argv.join(' ')}: still after ${milliseconds} ms`, ran);
				await sleep2(200);
			}
		},
		ssh: (user = 'root') => ['ssh', '-F', config, '-tt', user === 'root' ? name : `${name}-${user}`],
		key() {
			const file = /^\s*IdentityFile\s+"?([^"\n]+)"?$/m.exec(readFileSync(config, 'utf8'))?.[1];
			return readFileSync(file ?? '', 'utf8');
		},
		async login(user, argv, given) {
			const [file = '', ...parameters] = host.ssh(user);
			return run(file, [...parameters, ...argv.map(quoted)], given);
		},
		lan: (argv, given) => run(tool, ['lan', '--name', name, '--', ...argv], given),
		tui: (args, given) => host.exec([...tuiArgv, ...args], given),
		tuiArgv,
		async switches(given) {
			await host.must(['sh', '-c', 'cat >/etc/k0s-standin.new && mv /etc/k0s-standin.new /etc/k0s-standin.json'], {
				input: JSON.stringify({...brisk, ...given}),
			});
		},
		async downloads(given) {
			const ran = await run(join(standIn, 'downloads.sh'), [name, JSON.stringify(given)]);
			if (ran.exit !== 0) throw failed('downloads.sh', ran);
		},
		requests() {
			const {stdout} = spawnSync(join(standIn, 'downloads.sh'), [name, '--log'], {env, encoding: 'utf8'});
			const file = stdout.trim();
			if (!existsSync(file)) return [];
			return readFileSync(file, 'utf8')
				.split('\n')
				.filter(line => line !== '')
				.map(line => JSON.parse(line));
		},
		down() {
			spawnSync(tool, ['down', '--name', name], {env});
			rmSync(own, {recursive: true, force: true});
			up.delete(host);
		},
	};
	up.add(host);
	try {
		copyProduct(join(own, 'product'));
		const started = await run(
			join(standIn, 'host.sh'),
			[
				name,
				...['--profile', profile, '--cgroup', cgroup, '--bind', `${join(own, 'product')}:${product}:ro`],
				...(k0s === 'none' ? ['--no-k0s'] : []),
				...['--switches', JSON.stringify({...brisk, ...switches})],
				...further,
				...(stopTimeout === void 0 ? [] : ['--stop-timeout', String(stopTimeout)]),
			],
			{milliseconds: 3e5},
		);
		if (started.exit !== 0) throw failed('host.sh', started);
		const {stdout} = await run(tool, ['ssh-config', '--name', name]);
		writeFileSync(config, stdout, {mode: 384});
		if (faults !== void 0) await host.downloads(faults);
		if (k0s === 'ready') await makeReady(host);
	} catch (error) {
		host.down();
		throw error;
	}
	return host;
}
async function makeReady(host) {
	await host.must(['k0s', 'install', 'controller', '--enable-worker', '--no-taints']);
	await host.must(['k0s', 'start']);
	await host.until(['k0s', 'status']);
	const pods2 = ['k0s', 'kubectl', 'get', 'pods', '-n', 'kube-system', '--no-headers'];
	await host.until(pods2, 3e4, stdout => {
		const lines = stdout.trim().split('\n');
		return lines.length >= 5 && lines.every(line => /^\S+ +1\/1 +Running/.test(line));
	});
}

// test/k0s/registry.ts
import {spawnSync as spawnSync2} from 'node:child_process';
import {
	createReadStream,
	existsSync as existsSync2,
	mkdirSync,
	readdirSync as readdirSync2,
	readFileSync as readFileSync2,
	statSync,
} from 'node:fs';
import {createServer} from 'node:http';
import {connect, createServer as createNetServer} from 'node:net';
import {join as join2} from 'node:path';
var nameOf = ({annotations = {}}) =>
	annotations['io.containerd.image.name'] ?? annotations['org.opencontainers.image.ref.name'];
function unpack(folders, store) {
	const names = /* @__PURE__ */ new Map();
	for (const folder2 of folders) {
		for (const file of readdirSync2(folder2).filter(name => /\.(?:tar|tar\.gz|tgz)$/.test(name))) {
			mkdirSync(store, {recursive: true});
			const {status, stderr} = spawnSync2('tar', ['-xf', join2(folder2, file), '-C', store], {encoding: 'utf8'});
			if (status !== 0) throw new Error(`${file}: ${stderr.trim()}`);
			const index = JSON.parse(readFileSync2(join2(store, 'index.json'), 'utf8'));
			for (const entry of index.manifests) {
				const name = nameOf(entry);
				if (name?.includes('/')) names.set(name, entry.digest);
			}
		}
	}
	return names;
}
var blob = (store, digest) => join2(store, 'blobs', ...digest.split(':'));
function answer(names, store, request, response) {
	const url = new URL(request.url ?? '/', 'http://registry');
	const [, repository = '', kind = '', reference = ''] =
		/^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(url.pathname) ?? [];
	if (url.pathname === '/v2/') {
		response.writeHead(200).end('{}');
		return;
	}
	const space = url.searchParams.get('ns');
	const full = [...names.keys()].find(name =>
		space === null ? name.endsWith(`/${repository}:${reference}`) : name === `${space}/${repository}:${reference}`,
	);
	const digest = reference.startsWith('sha256:') ? reference : names.get(full ?? '');
	if (digest === void 0 || !existsSync2(blob(store, digest))) {
		response
			.writeHead(404, {'content-type': 'application/json'})
			.end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}');
		return;
	}
	const file = blob(store, digest);
	const type =
		kind === 'manifests'
			? (JSON.parse(readFileSync2(file, 'utf8')).mediaType ?? 'application/vnd.oci.image.manifest.v1+json')
			: 'application/octet-stream';
	response.writeHead(200, {
		'content-type': type,
		'content-length': statSync(file).size,
		'docker-content-digest': digest,
	});
	if (request.method === 'HEAD') response.end();
	else createReadStream(file).pipe(response);
}
async function startRegistry(from, socket) {
	let server;
	if ('address' in from) {
		const [, host = '', port = '5000'] = /^(?:https?:\/\/)?(.*?)(?::(\d+))?\/?$/.exec(from.address) ?? [];
		server = createNetServer(client => {
			const upstream = connect(Number(port), host);
			client.on('error', () => upstream.destroy());
			upstream.on('error', () => client.destroy());
			client.pipe(upstream).pipe(client);
		});
	} else {
		const names = unpack(from.folders, from.store);
		server = createServer((request, response) => {
			answer(names, from.store, request, response);
		});
	}
	await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(socket, resolve);
	});
	return server;
}

// test/k0s/host.ts
var testhost = fileURLToPath2(new URL('../testhost/', import.meta.url));
var cache = join3(process3.env['TESTHOST_CACHE'] ?? '/var/cache/testhost', 'k0s');
var release = 'v1.34.1+k0s.0';
var architecture = {x64: 'amd64', arm64: 'arm64', arm: 'arm'}[process3.arch] ?? process3.arch;
var releases = `https://github.com/k0sproject/k0s/releases/download/${release}`;
var registry = '192.168.122.1:5000';
var Missing = class extends Error {};
var settings = {
	'vm.overcommit_memory': 1,
	'kernel.panic': 10,
	'kernel.panic_on_oops': 1,
	'kernel.keys.root_maxkeys': 1e6,
	'kernel.keys.root_maxbytes': 25e6,
};
var settingFile = name => `/proc/sys/${name.replaceAll('.', '/')}`;
function setKernel() {
	const before = /* @__PURE__ */ new Map();
	const back = () => {
		for (const [name, value] of before) writeFileSync2(settingFile(name), value);
		if (before.size > 0)
			console.error(`Kernel settings put back: ${[...before].map(pair => pair.join('=')).join(' ')}`);
		before.clear();
	};
	try {
		for (const [name, value] of Object.entries(settings)) {
			if (!existsSync3(settingFile(name))) continue;
			const now = readFileSync3(settingFile(name), 'utf8').trim();
			if (now === String(value)) continue;
			writeFileSync2(settingFile(name), String(value));
			before.set(name, now);
			console.error(`Kernel setting of this machine while the walk runs: ${name}=${value} (was ${now})`);
		}
	} catch (error) {
		back();
		throw new Missing(
			`the kubelet wants kernel settings of this machine that cannot be set here (${String(error)}). Set them yourself:
  sysctl -w ${Object.entries(settings)
		.map(pair => pair.join('='))
		.join(' ')}`,
		);
	}
	return back;
}
function needed() {
	const reason = whyNoTestHost();
	if (reason !== void 0) throw new Missing(reason);
}
function fetched(name, variable) {
	const file = join3(cache, name);
	if (existsSync3(file)) return file;
	mkdirSync2(cache, {recursive: true});
	const ran = spawnSync3('curl', ['-fsSL', '--connect-timeout', '10', '-o', `${file}.part`, `${releases}/${name}`], {
		encoding: 'utf8',
	});
	if (ran.status !== 0)
		throw new Missing(
			`${variable} is not set, and ${releases}/${name} cannot be had: ${ran.stderr?.trim() || ran.error?.message}`,
		);
	spawnSync3('mv', [`${file}.part`, file]);
	return file;
}
var binary = () => {
	const given = process3.env['K0S_BINARY'];
	if (given === void 0) return fetched(`k0s-${release}-${architecture}`, 'K0S_BINARY');
	if (!existsSync3(given)) throw new Missing(`K0S_BINARY: no such file: ${given}`);
	return given;
};
function images(store) {
	const given = process3.env['K0S_IMAGES'];
	if (given !== void 0 && !existsSync3(given)) return {address: given};
	if (given !== void 0) {
		if (!statSync2(given).isDirectory())
			throw new Missing(`K0S_IMAGES: neither a folder nor a registry's address: ${given}`);
		return {folders: [given], store};
	}
	const bundle = fetched(`k0s-airgap-bundle-${release}-${architecture}`, 'K0S_IMAGES');
	const folder2 = join3(store, 'bundle');
	mkdirSync2(folder2, {recursive: true});
	spawnSync3('ln', ['-sf', bundle, join3(folder2, 'bundle.tar')]);
	const own = spawnSync3(join3(testhost, 'cri/images.sh'), [join3(store, 'own')], {encoding: 'utf8'});
	return {folders: own.status === 0 ? [folder2, join3(store, 'own')] : [folder2], store};
}
var certificates = ['docker.io', 'quay.io', 'registry.k8s.io']
	.map(
		host => `mkdir -p /etc/containerd/certs.d/${host}
printf 'server = "http://${registry}"\\n[host."http://${registry}"]\\n  capabilities = ["pull", "resolve"]\\n' >/etc/containerd/certs.d/${host}/hosts.toml`,
	)
	.join('\n');
var prepare = `set -e
mount --make-rshared /
echo nameserver 192.168.122.1 >/etc/resolv.conf
mkdir -p /etc/k0s/containerd.d
printf 'version = 2\\n[plugins."io.containerd.grpc.v1.cri"]\\n  restrict_oom_score_adj = true\\n[plugins."io.containerd.grpc.v1.cri".registry]\\n  config_path = "/etc/containerd/certs.d"\\n' >/etc/k0s/containerd.d/testhost.toml
${certificates}`;
async function standInPlace() {
	const reason = whyNoTestHost();
	if (reason !== void 0) throw new Missing(reason);
	const host = await startTestHost({name: 'walk', profile: 'containerd', faults: {}, switches: {stopSeconds: 11}});
	return {host, what: 'the stand-in', down: host.down};
}
async function realPlace() {
	needed();
	const file = binary();
	const version = spawnSync3(file, ['version'], {encoding: 'utf8'}).stdout?.trim();
	if (!version) throw new Missing(`${file} does not run here: \`k0s version\` says nothing`);
	const folder2 = mkdtempSync2(join3(tmpdir2(), 'k0s-tui-walk-'));
	const socket = join3(folder2, 'registry.sock');
	const server = await startRegistry(images(join3(folder2, 'images')), socket);
	const launcher = spawnSync3(join3(testhost, 'k0s-standin/launcher.sh'), {encoding: 'utf8'});
	if (launcher.status !== 0) throw new Missing(launcher.stderr.trim());
	let forward;
	let host;
	const back = setKernel();
	const down = () => {
		forward?.kill('SIGKILL');
		server.close();
		host?.down();
		rmSync2(folder2, {recursive: true, force: true});
		back();
	};
	try {
		host = await startTestHost({
			name: 'walk',
			k0s: 'none',
			options: ['--plain-root'],
			faults: {binary: file, stable: version},
		});
		forward = spawn2(
			join3(testhost, 'testhost'),
			['lan', '--name', host.name, '--', 'env', `K0S_STANDIN_LISTEN=${registry}=${socket}`, launcher.stdout.trim()],
			{stdio: 'ignore'},
		);
		await host.must(['sh', '-c', prepare]);
		writeFileSync2(join3(folder2, 'version'), version);
	} catch (error) {
		down();
		throw error;
	}
	return {host, what: `k0s ${version} (${file})`, down};
}

// test/k0s/table.ts
var columns = ['', 'STEP', 'EXIT', 'SECONDS', 'FINDING'];
function table(rows) {
	const cells = [
		columns,
		...rows.map(({step, exit, seconds, finding, right}) => [
			right ? ' ' : '!',
			step,
			String(exit ?? 'killed'),
			seconds.toFixed(1),
			finding,
		]),
	];
	const widths = columns.map((_, index) => Math.max(...cells.map(row => (row[index] ?? '').length)));
	return cells
		.map(row =>
			row
				.map((cell, index) => cell.padEnd(widths[index] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
function compare(ours, theirs) {
	const out = [];
	for (const step of new Set([...ours, ...theirs].map(row => row.step))) {
		const [a, b] = [ours, theirs].map(rows => rows.find(row => row.step === step));
		if (!a || !b) out.push(`${step}: only in ${a ? 'this run' : 'the other'}`);
		else if (a.exit !== b.exit || a.finding !== b.finding)
			out.push(`${step}:
  this run   exit ${a.exit}  ${a.finding}
  the other  exit ${b.exit}  ${b.finding}`);
	}
	return out;
}

// test/k0s/walk.ts
var long = 9e5;
var enter = '\r';
async function ask(host, args) {
	const {exit, stdout, stderr} = await host.tui([...args, '--json'], {milliseconds: long});
	let json;
	try {
		json = JSON.parse(stdout);
	} catch {
		json = void 0;
	}
	return {exit, json, stdout, stderr};
}
var said = ({stdout, stderr}) => (stderr.trim() || stdout.trim()).split('\n').at(-1)?.slice(0, 160) ?? '';
var ids = list => list.map(({id}) => id).join(', ') || 'none';
function command(name, args, finding, wanted = 0, holds = () => true) {
	return {
		name,
		async run(host) {
			const answer2 = await ask(host, args);
			const found =
				answer2.json === void 0
					? `no JSON: ${said(answer2)}`
					: answer2.json.error
						? `${answer2.json.error.code}: ${answer2.json.error.message}`
						: finding(answer2.json);
			return {
				exit: answer2.exit,
				finding: found.replaceAll('\n', ' '),
				right: answer2.exit === wanted && answer2.json !== void 0 && holds(found),
			};
		},
	};
}
function plain(name, script, finding = () => 'done', holds = () => true) {
	return {
		name,
		async run(host) {
			const {exit, stdout, stderr} = await host.exec(['sh', '-c', script], {milliseconds: long});
			const found = exit === 0 ? finding(stdout) : (stderr.trim().split('\n').at(-1) ?? '');
			return {exit, finding: found, right: exit === 0 && holds(found)};
		},
	};
}
var summary = json =>
	`failed: ${ids(json.checks.filter(one => one.result === 'fail'))}; unknown: ${ids(json.checks.filter(one => one.result === 'unknown'))}`;
var verdict = json => [json.verdict, ...(json.reasons ?? [])].join(': ');
var steps = json =>
	`${json.verdict}; ${
		(json.steps ?? [])
			.filter(one => !['done', 'undone', 'skipped'].includes(one.state))
			.map(one => `${one.id} ${one.state}: ${one.found ?? ''}`)
			.join(' \xB7 ') || 'every step'
	}`;
var pods = json =>
	`${verdict(json)}; ${json.pods === null ? 'pods unknown' : `${json.pods.length} pods, ${json.pods.filter(one => one.phase === 'Running').length} running`}`;
var healthy = found => found.startsWith('healthy');
var leftovers = json => `left: ${(json.leftovers ?? []).map(one => `${one.kind} ${one.name}`).join(', ') || 'nothing'}`;
var byScreen = {
	name: 'install by TUI',
	async run(host) {
		const [file = '', ...parameters] = host.ssh('root');
		const app = openSession(file, [...parameters, ...host.tuiArgv, '--screen', 'install'], {columns: 120, rows: 40});
		const seen = text => app.screen().includes(text);
		try {
			await app.until(() => seen('steps done'), 'the steps', 6e4);
			await app.until(() => !seen('reading'), 'the plan', 6e4);
			app.type('a');
			await app.see('[ Cancel ]', 3e4);
			app.type('	');
			app.type(enter);
			const ends = ['The cluster is healthy, after', 'The run ended early'];
			await app.until(() => ends.some(seen), 'the end of the run', long);
			const good = seen(ends[0] ?? '');
			const line =
				app
					.screen()
					.split('\n')
					.find(text => ends.some(end => text.includes(end)))
					?.trim() ?? '';
			app.type('q');
			const {exitCode} = await app.closed(3e4);
			return {
				exit: exitCode,
				finding: line
					.replace(/after [\d. ms]+/, 'after N s')
					.replace(/\s+/g, ' ')
					.replaceAll(/[│┃|]/g, '')
					.trim(),
				right: good && exitCode === 0,
			};
		} catch (error) {
			return {exit: null, finding: String(error).split('\n')[0] ?? '', right: false};
		} finally {
			if (!app.exit()) app.kill('SIGKILL');
		}
	},
};
var walk = [
	command('check, before', ['check'], summary),
	byScreen,
	command('status', ['status', '--wait=300'], pods, 0, healthy),
	command(
		'network',
		['network'],
		json =>
			`${json.namespaces.filter(one => one.pod).length} namespaces of pods; bridge ${json.interfaces.some(one => one.name === 'kube-bridge') ? 'kube-bridge' : 'none'}`,
		0,
		found => !found.startsWith('0 ') && found.endsWith('kube-bridge'),
	),
	command(
		'nftables',
		['nftables'],
		json =>
			`chains of kube-proxy ${json.tables.some(one => one.chains.some(chain => chain.name.startsWith('KUBE-SVC-')))}, of kube-router ${json.tables.some(one => one.chains.some(chain => chain.name.startsWith('KUBE-POD-FW-')))}`,
		0,
		found => !found.includes('false'),
	),
	command(
		'demo --keep',
		['demo', '--keep', '--yes'],
		json => json.rungs.map(one => `${one.id} ${one.result}`).join(', '),
		0,
		found => !/fail/.test(found),
	),
	command(
		'path default/demo',
		['path', 'default/demo'],
		json => `${json.verdict}, ${json.endpoints.length} endpoint`,
		0,
		found => found === 'dnat, 1 endpoint',
	),
	command(
		'trace default/demo',
		['trace', 'default/demo', '--yes'],
		json => `${json.verdict}${json.by ? ` by ${json.by.chain}` : ''}`,
		0,
	),
	command(
		'trace default/demo from a pod',
		['trace', 'default/demo', '--from', '10.244.0.2', '--yes'],
		json => `${json.verdict}${json.by ? ` by ${json.by.chain}` : ''}`,
		0,
	),
	command('check, running', ['check'], summary),
	plain('delete the demo', 'k0s kubectl delete deployment,service demo --wait'),
	plain('k0s stop', 'k0s stop'),
	command('status, stopped', ['status'], pods, 1, found => found.startsWith('stopped')),
	command('check, stopped', ['check'], summary),
	plain('k0s start', 'k0s start'),
	command('status --wait', ['status', '--wait=300'], pods, 0, healthy),
	command('undo', ['undo', '--yes'], steps, 0),
	plain(
		'after undo',
		'systemctl show k0scontroller -p LoadState,ActiveState | sort | tr "\\n" " "; pgrep -x etcd >/dev/null && echo etcd lives || echo no etcd',
		text => text.trim(),
		found => found === 'ActiveState=inactive LoadState=not-found no etcd',
	),
	command('install again', ['install', '--yes'], steps, 0, healthy),
	command('status, again', ['status', '--wait=300'], pods, 0, healthy),
	command('reset', ['reset', '--yes'], leftovers, 0),
	plain("the administrator's file", 'ls /etc/k0s/containerd.d 2>/dev/null || echo none', text => text.trim()),
	command('install after reset', ['install', '--yes'], steps, 0, healthy),
	command('status, at the end', ['status', '--wait=300'], pods, 0, healthy),
	command('report', ['report', '--out', '/root/runbook.md'], json => `written: ${json.file}`, 0),
];
async function main() {
	const {values} = parseArgs({
		options: {standin: {type: 'boolean'}, json: {type: 'string'}, compare: {type: 'string'}, only: {type: 'string'}},
	});
	if (!loaded.spawn) throw new Missing(`no pseudo-terminal: ${loaded.reason}`);
	const begin = Date.now();
	const place = await (values.standin ? standInPlace() : realPlace());
	const stop = () => {
		place.down();
		process4.exit(130);
	};
	for (const signal of ['SIGINT', 'SIGTERM']) process4.on(signal, stop);
	const rows = [];
	console.log(
		`On ${place.what}, in a test host of its own (${process4.env['TESTHOST_SUITE'] ?? "this machine's Debian"}).`,
	);
	try {
		if (values.standin)
			await place.host.must([
				'sh',
				'-c',
				'mkdir -p /etc/k0s/containerd.d && echo "version = 2" >/etc/k0s/containerd.d/testhost.toml',
			]);
		for (const {name, run: run2} of walk) {
			const at = Date.now();
			const {exit, finding, right} = await run2(place.host).catch(error => ({
				exit: null,
				finding: String(error).split('\n')[0] ?? '',
				right: false,
			}));
			const row = {step: name, exit, seconds: (Date.now() - at) / 1e3, finding, right};
			rows.push(row);
			console.error(`${right ? 'ok ' : '!  '} ${row.seconds.toFixed(1).padStart(6)} s  ${name}: ${finding}`);
		}
	} finally {
		place.down();
	}
	console.log(`
${table(rows)}
`);
	const wrong = rows.filter(row => !row.right).length;
	console.log(`${rows.length} steps, ${wrong} not right, ${Math.round((Date.now() - begin) / 1e3)} s`);
	if (values.json)
		writeFileSync3(
			values.json,
			`${JSON.stringify({on: place.what, rows}, null, '	')}
`,
		);
	if (values.compare) {
		const other = JSON.parse(readFileSync4(values.compare, 'utf8'));
		const found = compare(rows, other.rows);
		console.log(
			found.length === 0
				? `
The same as on ${other.on}.`
				: `
Not the same as on ${other.on}:
${found.join('\n')}`,
		);
	}
	return wrong === 0 ? 0 : 1;
}
main().then(
	code => process4.exit(code),
	error => {
		console.error(error instanceof Missing ? `test:k0s: cannot run here: ${error.message}` : error);
		process4.exit(error instanceof Missing ? 77 : 1);
	},
);
