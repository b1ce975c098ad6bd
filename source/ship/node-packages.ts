import {createHash} from 'node:crypto';
import {gunzipSync} from 'node:zlib';
import {fileIn} from './tar.js';

/** The Node that the portable forms bring: the same as the devDependency `node` (test/ship). */
export const nodeVersion = '24.21.0';

export const architectures = ['x64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];

/** npm's packages with Node's own binaries, as `npm view NAME@VERSION dist.integrity` tells them. */
const integrity: Readonly<Record<Architecture, string>> = {
	x64: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
	arm64: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
};

export const nodePackage = (arch: Architecture): string => `node-linux-${arch}@${nodeVersion}`;

/** What of Node goes into a portable form. */
export type NodeParts = {readonly program: Uint8Array; readonly licence: Uint8Array};

/** Node out of the packed npm package. @throws it is not the one that we know. */
export function nodeFrom(packed: Uint8Array, arch: Architecture): NodeParts {
	const found = `sha512-${createHash('sha512').update(packed).digest('base64')}`;
	if (found !== integrity[arch]) throw new Error(`${nodePackage(arch)} is not the package that it was: ${found}`);
	const tar = gunzipSync(packed);
	const program = fileIn(tar, 'package/bin/node');
	const licence = fileIn(tar, 'package/LICENSE');
	if (!program || !licence) throw new Error(`${nodePackage(arch)} has no bin/node or no LICENSE`);
	return {program, licence};
}
