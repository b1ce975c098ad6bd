import {change, command, type Command} from './command.js';

/**
 * k0s's release, fetched with curl (7.76 and newer): https only, also after a redirect, never through a shell.
 * `stable.txt` names the newest release; each release carries `sha256sums.txt` (lines `<64 hex> *<asset>`).
 * Nothing lands at the final path before its hash, its ELF header and its own version were checked.
 */

const stableUrl = 'https://docs.k0sproject.io/stable.txt';
const releases = 'https://github.com/k0sproject/k0s/releases/download';

export const binaryPath = '/usr/local/bin/k0s';

/** `k0s-v1.34.1+k0s.0-amd64`: the name of the asset, in the sums file too. */
export const assetName = (version: string, arch: string): string => `k0s-${version}-${arch}`;
export const binaryUrl = (version: string, arch: string): string =>
	`${releases}/${version}/${assetName(version, arch)}`;
export const sumsUrl = (version: string): string => `${releases}/${version}/sha256sums.txt`;

/** Beside the target, so that one rename places it; named after the asset, so that a later run finds its own part. */
export const partPath = (version: string, arch: string): string => `/usr/local/bin/.${assetName(version, arch)}.part`;
export const sumsPath = (version: string): string => `/usr/local/bin/.k0s-${version}.sha256sums`;

const secure = ['--proto', '=https', '--proto-redir', '=https', '--tlsv1.2', '--connect-timeout', '15'] as const;

/** One line: `v1.34.1+k0s.0`. */
export const stableVersion = (): Command =>
	command(['curl', '-fsSL', ...secure, '--max-time', '20', '--', stableUrl], 'release-version', {
		deadline: 25_000,
		proxy: true,
	});
/** Response headers of the binary (after redirects): does this release exist, and how big is it? */
export const releaseHeaders = (version: string, arch: string): Command =>
	command(['curl', '-fsSIL', ...secure, '--max-time', '20', '--', binaryUrl(version, arch)], 'release-size', {
		deadline: 25_000,
	});
/**
 * Not silent: curl's progress table comes on standard error, one line a second ended by a carriage return
 * (` 45 28.6M   45 12.9M    0     0   9.9M      0  0:00:02  0:00:01  0:00:01  9.9M`). Ends when less than 1 KiB/s
 * comes for 30 s (exit 28).
 */
export const downloadBinary = (version: string, arch: string): Command =>
	change(
		[
			'curl',
			'-fL',
			...secure,
			'--speed-limit',
			'1024',
			'--speed-time',
			'30',
			'-o',
			partPath(version, arch),
			'--',
			binaryUrl(version, arch),
		],
		'download-binary',
		{proxy: true},
	);
export const downloadSums = (version: string): Command =>
	change(
		['curl', '-fsSL', ...secure, '--max-time', '30', '-o', sumsPath(version), '--', sumsUrl(version)],
		'download-sums',
		{deadline: 40_000, proxy: true},
	);

/** `<64 hex>  FILE`. */
export const sha256 = (path: string): Command =>
	command(['sha256sum', '--', path], 'sha256', {root: true, deadline: 60_000});
/** The first 20 bytes in hexadecimal: ELF magic, class, and the machine at offset 18 (3e 00 = amd64, b7 00 = arm64). */
export const elfHeader = (path: string): Command =>
	command(['od', '-An', '-v', '-tx1', '-N20', '--', path], 'elf-header', {root: true});
/** A downloaded k0s's own version: only after its hash was checked. */
export const versionOf = (path: string): Command => command([path, 'version'], 'part-version', {root: true});

export const makeExecutable = (path: string): Command =>
	change(['chmod', '755', '--', path], 'make-executable', {deadline: 10_000});
/** One rename: at no moment is there half a file at the target. */
export const rename = (from: string, to: string): Command =>
	change(['mv', '-fT', '--', from, to], 'rename', {deadline: 10_000});
/** A second name for the file that is replaced. */
export const keepPrevious = (path: string, previous: string): Command =>
	change(['ln', '-fT', '--', path, previous], 'keep-previous', {deadline: 10_000});
