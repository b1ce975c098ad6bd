import {isAbsent} from './file.js';
import {known, unknown} from '../facts/reading.js';
import {notOk, type Reader} from './reading.js';

/** Options that are set; what is not in it is left out of this kernel. */
export type KernelConfig = ReadonlyMap<string, 'built-in' | 'module'>;

/** /boot/config-RELEASE and its like, or /proc/config.gz unpacked: `CONFIG_X=y`, `=m`, `# CONFIG_X is not set`. Null: no such file. */
export const readKernelConfig: Reader<KernelConfig | null> = outcome => {
	if (isAbsent(outcome) || /: No such file or directory/.test(outcome.stderr)) return known(null);
	const bad = notOk(outcome);
	if (bad) return bad;
	if (outcome.stdoutCut > 0) return unknown('cut', outcome.argv.at(-1) ?? '');
	const config = new Map<string, 'built-in' | 'module'>();
	for (const [, option, value] of outcome.stdout.matchAll(/^CONFIG_(\w+)=([ym])$/gm)) {
		config.set(option ?? '', value === 'y' ? 'built-in' : 'module');
	}

	return config.size === 0 ? unknown('unreadable', outcome.stdout.slice(0, 200)) : known(config);
};
