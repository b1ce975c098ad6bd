#!/usr/bin/env node
/**
 * STAND-IN FOR TESTS, not k0s's servers: answers get.k0s.sh, docs.k0sproject.io, github.com and the file server that it
 * sends to inside a test host's own LAN, so that the guided install's real commands work without a network. Started by
 * downloads.sh; ends with the host.
 *   node downloads.mjs DIR KEEPER_PID LAUNCHER
 * DIR: the certificates, faults.json (read at each request) and requests.log (written, one JSON object a line).
 *
 * faults.json, all optional. `times`: the faults of the binary apply to so many of its requests only (HEAD not counted).
 *   connection  refuse: dropped after the TLS handshake · tls: "closed" | "plain" | "untrusted" | "other-name"
 *   no fault    binary: FILE, a k0s to serve instead of the stand-in's own, for this machine's architecture (npm run test:k0s)
 *   any answer  slowMs: comes late · status: 503 · html: true | ["stable","script","sums","binary"]: a page with 200
 *   what there is  stable: "v1.35.7+k0s.0" · notFound: no such release · size: bytes of a binary (4 MiB)
 *   the binary  cut: ends after so many bytes · stall: so many bytes, then none · bytesPerSecond · noRange: answers the
 *               whole file · redirectHttp: sends to http:// · wrongArch, otherVersion: "v…" (both with a right sum) ·
 *               flip: offset of a byte with one bit turned · truncate: is only so long
 *   sums        badSum: another digest · noSum: does not list the file · doubleSum: lists it twice
 */
import crypto from 'node:crypto';
import fs from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {architectures, native, release} from './release.mjs';

const [dir, keeper, launcher] = process.argv.slice(2);
const stableVersion = 'v1.34.1+k0s.0';
const versions = [stableVersion, 'v1.34.0+k0s.0', 'v1.33.5+k0s.0', 'v1.35.7+k0s.0', 'v1.36.3+k0s.2'];
const page = '<!DOCTYPE html>\n<html><head><title>Sign in to this network</title></head><body>Please sign in.</body></html>\n';
// our own text; what it does and prints follows what get.k0s.sh does
const script = `#!/bin/sh
set -e
[ -z "$DEBUG" ] || set -x
case $(uname -s) in Linux) ;; *) echo "Unsupported operating system: $(uname -s)" >&2; exit 1 ;; esac
case $(uname -m) in
amd64|x86_64) arch=amd64 ;;
arm64|aarch64) arch=arm64 ;;
armv7l|armv8l|arm) arch=arm ;;
*) echo "Unsupported processor architecture: $(uname -m)" >&2; exit 1 ;;
esac
command -v curl >/dev/null || { echo "Error: neither curl nor wget is available" >&2; exit 1; }
version=$K0S_VERSION
[ -n "$version" ] || version=$(curl -sSLf https://docs.k0sproject.io/stable.txt)
url=https://github.com/k0sproject/k0s/releases/download/$version/k0s-$version-$arch
mkdir -p /usr/local/bin
echo "Downloading k0s from URL: $url"
curl -sSLf "$url" >/usr/local/bin/k0s
chmod 755 /usr/local/bin/k0s
echo "k0s is now executable in /usr/local/bin"
echo "You can use it to complete the installation of k0s on this node, "
echo "see https://docs.k0sproject.io/stable/install/ for more information."
`;

let spent = {at: 0, times: 0};
/** Their file is replaced by a rename: another inode is another set, which counts anew. */
function readFaults() {
	try {
		const file = path.join(dir, 'faults.json');
		const {ino} = fs.statSync(file);
		if (ino !== spent.at) spent = {at: ino, times: 0};
		return JSON.parse(fs.readFileSync(file, 'utf8'));
	} catch {
		return {};
	}
}

const made = new Map();
function bytesOf(version, arch, size, binary) {
	const own = arch === native ? binary : undefined;
	const key = `${version} ${arch} ${size} ${own}`;
	if (!made.has(key)) {
		const bytes = own === undefined ? release(launcher, version, arch, size) : fs.readFileSync(own);
		made.set(key, {bytes, digest: crypto.createHash('sha256').update(bytes).digest('hex')});
	}

	return made.get(key);
}

/** What lies at the file server for this name: the bytes, and the digest that the list of sums has for them. */
function asset(version, arch, faults) {
	const other = architectures.find(candidate => candidate !== arch);
	const {bytes, digest} = bytesOf(faults.otherVersion ?? version, faults.wrongArch ? other : arch, faults.size, faults.binary);
	if (faults.flip !== undefined) {
		const changed = Buffer.from(bytes);
		changed[faults.flip] ^= 1;
		return {bytes: changed, digest};
	}

	return faults.truncate === undefined ? {bytes, digest} : {bytes: bytes.subarray(0, faults.truncate), digest};
}

function sumsOf(version, faults) {
	return architectures
		.flatMap(arch => {
			const digest = faults.badSum ? crypto.createHash('sha256').update(`wrong ${arch}`).digest('hex') : asset(version, arch, faults).digest;
			const line = `${digest} *k0s-${version}-${arch}\n`;
			return faults.noSum ? [] : faults.doubleSum ? [line, line] : [line];
		})
		.concat(`${crypto.createHash('sha256').update('airgap').digest('hex')} *k0s-airgap-bundle-${version}-amd64\n`)
		.join('');
}

function sendBinary(request, response, {bytes, digest}, faults) {
	const [, from = '0', to = ''] = (faults.noRange ? null : /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '')) ?? [];
	const start = Number(from);
	if (start >= bytes.length) return response.writeHead(416, {'content-range': `bytes */${bytes.length}`}).end();
	const end = Math.min(to === '' ? bytes.length : Number(to) + 1, bytes.length);
	const partly = request.headers.range !== undefined && !faults.noRange;
	response.writeHead(partly ? 206 : 200, {
		'content-type': 'application/octet-stream',
		'content-length': end - start,
		etag: `"${digest.slice(0, 16)}"`,
		...(!faults.noRange && {'accept-ranges': 'bytes'}),
		...(partly && {'content-range': `bytes ${start}-${end - 1}/${bytes.length}`}),
	});
	if (request.method === 'HEAD') return response.end();
	const faulty = faults.times === undefined || ++spent.times <= faults.times;
	const limit = faulty ? (faults.cut ?? faults.stall) : undefined;
	const whole = bytes.subarray(start, limit === undefined ? end : Math.min(end, start + limit));
	const last = () => {
		if (start + whole.length === end) return response.end();
		if (faults.stall === undefined) setTimeout(() => response.destroy(), 50);
	};
	if (!faulty || faults.bytesPerSecond === undefined) return response.write(whole, last);
	const step = Math.max(1, Math.round(faults.bytesPerSecond / 10));
	let at = 0;
	const timer = setInterval(() => {
		response.write(whole.subarray(at, at + step));
		at += step;
		if (at < whole.length) return;
		clearInterval(timer);
		last();
	}, 100);
	response.on('close', () => clearInterval(timer));
}

const paged = (faults, what) => faults.html === true || (Array.isArray(faults.html) && faults.html.includes(what));

async function answer(request, response) {
	const faults = readFaults();
	const host = (request.headers.host ?? '').split(':')[0];
	const url = decodeURIComponent(request.url.split('?')[0]);
	response.on('close', () => {
		const line = {time: new Date().toISOString(), method: request.method, host, path: url, range: request.headers.range ?? null, agent: request.headers['user-agent'] ?? null, status: response.statusCode, finished: response.writableFinished};
		fs.appendFileSync(path.join(dir, 'requests.log'), `${JSON.stringify(line)}\n`);
	});
	if (faults.refuse) return request.socket.destroy();
	if (faults.slowMs) await new Promise(resolve => setTimeout(resolve, faults.slowMs));
	if (faults.status) return response.writeHead(faults.status, {'content-type': 'text/plain'}).end(`error ${faults.status}\n`);
	const text = (what, body) =>
		paged(faults, what)
			? response.writeHead(200, {'content-type': 'text/html'}).end(page)
			: response.writeHead(200, {'content-type': 'text/plain'}).end(body);
	const none = () => response.writeHead(404, {'content-type': 'text/plain'}).end('Not Found');
	if (host === 'get.k0s.sh' && url === '/') return text('script', script);
	if (host === 'docs.k0sproject.io' && /^\/(stable|latest)\.txt$/.test(url)) return text('stable', `${faults.stable ?? stableVersion}\n`);
	const [, version, file] = /^\/k0sproject\/k0s\/releases\/download\/([^/]+)\/(.+)$/.exec(url) ?? [];
	if (version === undefined || faults.notFound || ![...versions, faults.stable].includes(version)) return none();
	const arch = architectures.find(candidate => file === `k0s-${version}-${candidate}`);
	if (file !== 'sha256sums.txt' && !arch) return none();
	if (paged(faults, arch ? 'binary' : 'sums')) return text(arch ? 'binary' : 'sums', '');
	// As github.com does: the file itself comes from another server.
	if (host === 'github.com') {
		const scheme = arch && faults.redirectHttp ? 'http' : 'https';
		return response.writeHead(302, {location: `${scheme}://release-assets.githubusercontent.com${request.url}`}).end();
	}

	if (host !== 'release-assets.githubusercontent.com') return none();
	return arch ? sendBinary(request, response, asset(version, arch, faults), faults) : text('sums', sumsOf(version, faults));
}

const server = name => https.createServer({key: fs.readFileSync(path.join(dir, `${name}.key`)), cert: fs.readFileSync(path.join(dir, `${name}.pem`))}, answer);
const servers = {trusted: server('trusted'), untrusted: server('untrusted'), 'other-name': server('other-name')};
for (const each of Object.values(servers)) each.on('tlsClientError', () => {});

const front = net.createServer(socket => {
	socket.on('error', () => {});
	const {tls} = readFaults();
	if (tls === 'closed') return socket.destroy();
	if (tls === 'plain') return socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n');
	(servers[tls] ?? servers.trusted).emit('connection', socket);
});
front.listen(443, '192.168.122.1', () => fs.writeFileSync(path.join(dir, 'ready'), String(process.pid)));
setInterval(() => {
	try {
		if (!/\) Z /.test(fs.readFileSync(`/proc/${keeper}/stat`, 'utf8'))) return;
	} catch {
		// the host is gone
	}

	process.exit(0);
}, 500);
