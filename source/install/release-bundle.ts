import {dataFolder} from '../model/data-folder.js';
import {posix} from 'node:path';
import type {Outcome} from '../command/outcome.js';
import {assetName} from '../command/download.js';
import {digestOf, readDigest, readSize} from './release.js';

/**
 * An image bundle for a host without a registry. One that bears a release's name must be the listed file of the wanted
 * release; one that somebody made bears another name, and no list can tell of it.
 */
export type Bundle =
	| {readonly state: 'none'}
	| {
			readonly state: 'bad';
			readonly fault: 'unread' | 'no-list' | 'other-sum' | 'other-release';
			readonly detail: string;
	  }
	| {
			readonly state: 'good';
			readonly sha256: string;
			readonly size: number;
			readonly listed: boolean;
			readonly placed: boolean;
	  };

/** k0s imports each file there when it starts, and when one comes while it runs. */
export const imagesFolder = (dataDir: string | undefined): string => posix.join(dataFolder(dataDir), 'images');
export const bundlePath = (file: string, dataDir: string | undefined): string =>
	posix.join(imagesFolder(dataDir), posix.basename(file));
/** Not in the folder of images: half of it would be imported. */
export const bundlePart = (file: string, dataDir: string | undefined): string =>
	posix.join(dataFolder(dataDir), `.${posix.basename(file)}.part`);
/** A file from disk is judged by the list of its release, which lies beside it under its usual name. */
export const sumsBeside = (file: string): string => posix.join(posix.dirname(file), 'sha256sums.txt');

const official = 'k0s-airgap-bundle-';

/** By `sha256sum FILE`, the list beside it, `sha256sum` of what is in place, and `stat FILE`. */
export function judgeBundle(
	[sum, sums, there, length]: readonly Outcome[],
	file: string,
	wanted: {readonly version: string; readonly processor: string},
): Bundle {
	const bad = (fault: Extract<Bundle, {state: 'bad'}>['fault'], detail: string): Bundle => ({
		state: 'bad',
		fault,
		detail,
	});
	const digest = readDigest(sum);
	const size = readSize(length);
	if (digest === undefined || size === null) return bad('unread', sum?.stderr.trim() || file);
	const name = posix.basename(file);
	const list = sums?.kind === 'ok' ? sums.stdout : undefined;
	const good = (listed: boolean): Bundle => ({
		...{state: 'good', sha256: digest, size, listed},
		placed: readDigest(there) === digest,
	});
	if (!name.startsWith(official)) return good(false);
	const right = assetName(`airgap-bundle-${wanted.version}`, wanted.processor);
	if (name !== right) return bad('other-release', right);
	if (list === undefined) return bad('no-list', sumsBeside(file));
	const listed = digestOf(list, name);
	if ('fault' in listed) return bad('no-list', sumsBeside(file));
	return listed.digest === digest ? good(true) : bad('other-sum', file);
}
