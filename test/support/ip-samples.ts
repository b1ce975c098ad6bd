import {readdirSync} from 'node:fs';
import {sample} from './samples.js';

const root = 'ip/iproute2-6.1.0';

/** `ipSample('full', 'ip-netns.txt')`, `ipSample('full/cni-…', 'pids.txt')`. */
export const ipSample = (folder: string, file: string): string => sample(`${root}/${folder}/${file}`);

/** The lab's hosts and every namespace in them, as folders of samples. */
export const ipFolders: readonly string[] = ['seed', 'full'].flatMap(host => [
	host,
	...readdirSync(new URL(`../samples/${root}/${host}/`, import.meta.url))
		.filter(name => name.startsWith('cni-'))
		.map(name => `${host}/${name}`),
]);
