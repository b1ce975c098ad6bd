import {entryAt} from '../files.js';
import {binary, binaryDigest, binarySize, version} from '../k0s.js';
import {file} from '../file-entry.js';
import type {Moment} from '../moment.js';
import {sha256} from '../seed/names.js';
import {fail, ok, type Call, type Result, type Tool} from './tool.js';

/** The sites of an installation: stable.txt, get.k0s.sh and the assets of a release. */

export type Site = {size: number; text: string | null; asset: string | null};

/** What is answered instead of a document; a registry asks who it is that comes. */
type Refusal = 'not-found' | 'unauthorized' | 'unreachable';

const releases = /^\/k0sproject\/k0s\/releases\/download\/(v[^/]+)\/(.+)$/;
const known = [...[version, 'v1.33.5+k0s.0', 'v1.34.0+k0s.0', 'v1.34.10+k0s.0'], ...['v1.35.7+k0s.0', 'v1.36.3+k0s.2']];

/** What lies at an address on the Internet; undefined: not one of these sites. `text` null: a binary. */
export function site(moment: Moment, url: URL): Site | Refusal | undefined {
	const path = decodeURIComponent(url.pathname);
	const plain = (text: string): Site => ({size: text.length, text, asset: null});
	if (url.hostname === 'docs.k0sproject.io' || url.hostname === 'docs.k0sproject.io.') {
		return /^\/(stable|latest)\.txt$/.test(path) ? plain(`${version}\n`) : 'not-found';
	}

	if (url.hostname === 'get.k0s.sh') return plain(installScript);
	if (/^(quay\.io|registry-1\.docker\.io|auth\.docker\.io)$/.test(url.hostname)) {
		return moment.faults.imagePull === undefined ? 'unauthorized' : 'unreachable';
	}

	if (url.hostname !== 'github.com') return undefined;
	if (path === '/') return plain('<html></html>\n');
	const [, tag = '', asset = ''] = releases.exec(path) ?? [];
	if (!known.includes(tag) || moment.faults.download === 'not-found') return 'not-found';
	if (asset === 'sha256sums.txt') {
		return plain(
			['amd64', 'arm', 'arm64'].map(arch => `${binaryDigest(`k0s-${tag}-${arch}`)} *k0s-${tag}-${arch}\n`).join(''),
		);
	}

	return /^k0s-v.+-(amd64|arm64|arm)$/.test(asset) && asset.startsWith(`k0s-${tag}-`)
		? {size: binarySize, text: null, asset}
		: 'not-found';
}

const installScript = `#!/bin/sh
set -e
[ -n "$K0S_VERSION" ] || K0S_VERSION=$(curl -sSLf "https://docs.k0sproject.io/stable.txt")
url="https://github.com/k0sproject/k0s/releases/download/$K0S_VERSION/k0s-$K0S_VERSION-amd64"
echo "Downloading k0s from URL: $url"
curl -sSLf "$url" >/usr/local/bin/k0s
chmod 755 /usr/local/bin/k0s
echo "k0s is now executable in /usr/local/bin"
`;

/**
 * What the script does where its /usr/local/bin is another folder:
 * `unshare … sh -ec MOUNT sh FOLDER /usr/local/bin env K0S_VERSION=TAG sh SCRIPT`.
 */
export const unshare: Tool = async call => {
	const folder = call.argv[call.argv.indexOf('-ec') + 3] ?? '';
	const tag = call.argv.find(word => word.startsWith('K0S_VERSION='))?.slice('K0S_VERSION='.length) ?? '';
	const script = entryAt(call.moment(), call.argv.at(-1) ?? '');
	if (script?.text !== installScript)
		return fail(127, 'sh: only the install script of k0s is known on a simulated host');
	const url = new URL(`https://github.com/k0sproject/k0s/releases/download/${tag}/k0s-${tag}-amd64`);
	const found = site(call.moment(), url);
	call.print('stdout', `Downloading k0s from URL: ${url.href}`);
	if (found === undefined) return fail(6, `curl: (6) Could not resolve host: ${url.hostname}`);
	const output = `${folder}/k0s`;
	const result = await downloadFile(call, url, found, {
		...{output, silent: true, headers: false, fails: true, status: undefined, continues: false},
	});
	const entry = call.moment().state.files[output];
	if (result.exit !== 0 || entry === undefined) return result;
	entry.mode = 0o755;
	return ok('k0s is now executable in /usr/local/bin');
};

const steps = 16;
const whole = 8000;

type How = {
	output: string | undefined;
	silent: boolean;
	headers: boolean;
	/** `-f`: an answer of 400 and above is a failure. */
	fails: boolean;
	/** `-w`: printed at the end. */
	status: string | undefined;
	/** `-C -`: goes on where the file ends. */
	continues: boolean;
};

export async function downloadFile(call: Call, url: URL, found: Site | Refusal, how: How): Promise<Result> {
	await call.sleep(250);
	const code = typeof found === 'object' ? 200 : {'not-found': 404, unauthorized: 401, unreachable: 0}[found];
	const trailer = how.status?.replaceAll('%{http_code}', String(code).padStart(3, '0')) ?? '';
	const written = (text: string): Result => ({exit: 0, stdout: text + trailer, stderr: ''});
	if (found === 'unreachable') {
		return {exit: 6, stdout: trailer, stderr: `curl: (6) Could not resolve host: ${url.hostname}\n`};
	}

	if (typeof found === 'string' && how.fails) {
		return {exit: 22, stdout: trailer, stderr: `curl: (22) The requested URL returned error: ${code}\n`};
	}

	const discarded = how.output === '/dev/null';
	if (how.headers) {
		const length = typeof found === 'object' ? found.size : 0;
		const redirected = url.hostname === 'github.com' ? `HTTP/2 302\r\nlocation: ${url.href}\r\n\r\n` : '';
		const head = `${redirected}HTTP/2 ${code}\r\ncontent-type: application/octet-stream\r\naccept-ranges: bytes\r\ncontent-length: ${length}\r\n\r\n`;
		return written(discarded ? '' : head);
	}

	if (typeof found === 'string') return written(discarded ? '' : '{}\n');
	if (found.text !== null) {
		if (how.output === undefined || discarded) return written(discarded ? '' : found.text);
		const {state, now} = call.moment();
		state.files[how.output] = file(found.text, 0o644, now);
		return ok();
	}

	return fetchBinary(call, found, how);
}

/** The file grows while it comes, as the real one does; a download that is ended leaves what came. */
async function fetchBinary(call: Call, {size, asset}: Site, {output, silent, continues}: How): Promise<Result> {
	const path = output ?? '-';
	if (path === '-') return fail(23, 'curl: (23) client returned ERROR on write, 0 bytes written');
	const {download} = call.moment().faults;
	const there = continues ? (call.moment().state.files[path]?.blob?.size ?? 0) : 0;
	const rest = size - there;
	const goal = download === 'cut' ? there + Math.floor(rest * 0.6) : size;
	if (!silent) {
		call.print('stderr', '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current');
		call.print('stderr', '                                 Dload  Upload   Total   Spent    Left  Speed');
	}

	if (there > 0) call.print('stderr', `** Resuming transfer from byte position ${there}`);
	for (let step = 1; step <= steps; step++) {
		await call.sleep((whole / steps) * (rest / size));
		const {state, now} = call.moment();
		const came = there + Math.floor((rest * step) / steps);
		const entry = binary(asset ?? '', state.files[path]?.mode ?? 0o644, now);
		const done = step === steps && download === undefined;
		const reached = Math.min(came, goal);
		const digest = done ? (entry.blob?.sha256 ?? '') : sha256(`${asset} ${reached} ${download ?? ''}`);
		state.files[path] = {...entry, blob: {size: reached, sha256: digest, what: done ? (asset ?? '') : 'part'}};
		if (!silent) call.print('stderr', progress(rest, reached - there, step));
		if (download === 'cut' && came >= goal) {
			return fail(18, `curl: (18) end of response with ${size - goal} bytes missing`);
		}
	}

	return ok();
}

/** One line of curl's table: percent, total, received, average speed, times. */
function progress(total: number, received: number, step: number): string {
	const percent = Math.floor((received / total) * 100);
	const seconds = (step * whole) / steps / 1000;
	const speed = received / seconds;
	const left = Math.max(0, (total - received) / speed);
	const columns = [
		String(percent).padStart(3),
		short(total),
		String(percent).padStart(3),
		short(received),
		'  0',
		'    0',
		short(speed).padStart(6),
		'     0',
		clock(total / speed),
		clock(seconds),
		clock(left),
		short(speed),
	];
	return columns.join(' ');
}

const clock = (seconds: number): string => {
	const whole = Math.round(seconds);
	return ` ${Math.floor(whole / 3600)}:${String(Math.floor(whole / 60) % 60).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
};

/** curl's five characters: `241M`, `12.9M`, `980k`. */
function short(bytes: number): string {
	if (bytes < 100_000) return String(Math.floor(bytes)).padStart(5);
	if (bytes < 10_000 * 1024) return `${Math.floor(bytes / 1024)}k`.padStart(5);
	const mega = bytes / 1024 ** 2;
	return `${mega < 100 ? mega.toFixed(1) : Math.floor(mega)}M`.padStart(5);
}
