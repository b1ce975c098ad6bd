import {change, command, type Command} from './command.js';

/**
 * k0s's release, fetched with curl (7.76 and newer): https only, also after a redirect, never through a shell.
 * `stable.txt` names the newest release; each release carries `sha256sums.txt` (lines `<64 hex> *<asset>`).
 * Nothing lands at the final path before its hash, its ELF header and its own version were checked.
 *
 * `-q` comes first: root's own ~/.curlrc could turn the certificate's check off.
 */

const stableUrl = 'https://docs.k0sproject.io/stable.txt';
const scriptUrl = 'https://get.k0s.sh';
const releases = 'https://github.com/k0sproject/k0s/releases/download';

export const binaryFolder = '/usr/local/bin';
export const binaryPath = `${binaryFolder}/k0s`;

/** `k0s-v1.34.1+k0s.0-amd64`: the name of the asset, in the sums file too. */
export const assetName = (version: string, arch: string): string => `k0s-${version}-${arch}`;
export const binaryUrl = (version: string, arch: string): string =>
	`${releases}/${version}/${assetName(version, arch)}`;
export const sumsUrl = (version: string): string => `${releases}/${version}/sha256sums.txt`;

/** Beside the target, so that one rename places it; named after the asset, so that a later run finds its own part. */
export const partPath = (version: string, arch: string): string => `${binaryFolder}/.${assetName(version, arch)}.part`;
export const sumsPath = (version: string): string => `${binaryFolder}/.k0s-${version}.sha256sums`;
/** For root alone: get.k0s.sh, and the folder that it takes for /usr/local/bin. */
export const stagePath = '/usr/local/.k0s-get';
export const scriptPath = `${stagePath}/get.k0s.sh`;
export const stageFolder = `${stagePath}/bin`;
/** What the script leaves there. */
export const scriptResult = `${stageFolder}/k0s`;

const secure = ['--proto', '=https', '--proto-redir', '=https', '--tlsv1.2', '--connect-timeout', '15'] as const;
const curl = (short: string, ...rest: readonly string[]): readonly [string, ...string[]] => [
	'curl',
	'-q',
	short,
	...secure,
	...rest,
];

/** One line: `v1.34.1+k0s.0`. */
export const stableVersion = (): Command =>
	command(curl('-fsSL', '--max-time', '20', '--', stableUrl), 'release-version', {deadline: 25_000, proxy: true});
/** Response headers of the binary (after redirects): does this release exist, how big is it, can it be continued? */
export const releaseHeaders = (version: string, arch: string): Command =>
	command(curl('-fsSIL', '--max-time', '20', '--', binaryUrl(version, arch)), 'release-size', {
		deadline: 25_000,
		proxy: true,
	});

/** An empty file that only root can read, write or run; what has the name already is taken away first. */
export const newPart = (path: string): Command =>
	change(['install', '-m', '600', '-T', '--', '/dev/null', path], 'new-part', {deadline: 10_000});
/** A copy that only root can read, write or run: what is verified is what is placed, whoever owns the original. */
export const copyPrivately = (from: string, to: string): Command =>
	change(['install', '-m', '600', '-T', '--', from, to], 'copy-part');
export const setMode = (mode: '600' | '700' | '755', path: string): Command =>
	change(['chmod', mode, '--', path], 'set-mode', {deadline: 10_000});
/**
 * Goes on where the part ends. Not silent: curl's progress table comes on standard error, one line a second ended by a
 * carriage return (` 45 28.6M   45 12.9M    0     0   9.9M      0  0:00:02  0:00:01  0:00:01  9.9M`), of what is still
 * to come. Ends when less than 1 KiB/s comes for 30 s (exit 28), and when the server cannot continue (exit 33).
 */
export const downloadBinary = (version: string, arch: string): Command =>
	change(
		curl(
			'-fL',
			'--speed-limit',
			'1024',
			'--speed-time',
			'30',
			'-C',
			'-',
			'-o',
			partPath(version, arch),
			'--',
			binaryUrl(version, arch),
		),
		'download-binary',
		{proxy: true},
	);
export const downloadSums = (version: string): Command =>
	change(curl('-fsSL', '--max-time', '30', '-o', sumsPath(version), '--', sumsUrl(version)), 'download-sums', {
		deadline: 40_000,
		proxy: true,
	});

/** The guide's own way: the script as a file. */
export const downloadScript = (): Command =>
	change(curl('-fsSL', '--max-time', '30', '-o', scriptPath, '--', scriptUrl), 'download-script', {
		deadline: 40_000,
		proxy: true,
	});
export const showScript = (): Command => command(['cat', '--', scriptPath], 'show-script', {root: true});
/**
 * The script writes to /usr/local/bin/k0s before anything is verified, and over a k0s that runs. So it sees another
 * folder there: a mount that only it and its children have.
 */
export const runScript = (version: string): Command =>
	change(
		[
			'unshare',
			...['--mount', '--propagation', 'private', '--'],
			...['sh', '-ec', elsewhere, 'sh', stageFolder, binaryFolder],
			...['env', `K0S_VERSION=${version}`, 'sh', scriptPath],
		],
		'run-script',
		{proxy: true, deadline: 7_200_000},
	);
const elsewhere = 'mount --bind -- "$1" "$2"; shift 2; exec "$@"';

/** `<64 hex>  FILE`. */
export const sha256 = (path: string): Command =>
	command(['sha256sum', '--', path], 'sha256', {root: true, deadline: 60_000});
/** The first 20 bytes in hexadecimal: ELF magic, class, and the machine at offset 18 (3e 00 = amd64, b7 00 = arm64). */
export const elfHeader = (path: string): Command =>
	command(['od', '-An', '-v', '-tx1', '-N20', '--', path], 'elf-header', {root: true});
/** Bytes. */
export const fileSize = (path: string): Command =>
	command(['stat', '-L', '-c', '%s', '--', path], 'file-size', {root: true});
/** A downloaded k0s's own version: only after its hash was checked. */
export const versionOf = (path: string): Command => command([path, 'version'], 'part-version', {root: true});

/** On the disk, not only in memory: of a folder, its names. */
export const sync = (path: string): Command => change(['sync', '--', path], 'sync-file');
/** One rename: at no moment is there half a file at the target. */
export const rename = (from: string, to: string): Command =>
	change(['mv', '-fT', '--', from, to], 'rename', {deadline: 10_000});
/** A second name for the file that is replaced. */
export const keepPrevious = (path: string, previous: string): Command =>
	change(['ln', '-fT', '--', path, previous], 'keep-previous', {deadline: 10_000});
/** The folder and those above it. */
export const makeFolders = (path: string): Command =>
	change(['mkdir', '-p', '-m', '755', '--', path], 'make-folders', {deadline: 10_000});
export const makeStage = (): Command =>
	change(['install', '-d', '-m', '700', '--', stagePath, stageFolder], 'make-stage', {deadline: 10_000});
export const removeStage = (): Command => change(['rm', '-rf', '--', stagePath], 'remove-stage', {deadline: 10_000});
