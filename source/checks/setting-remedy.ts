import {setSysctl} from '../command/system.js';
import {lastWord} from '../read/sysctl-files.js';
import type {Text} from '../text/text.js';
import type {Remedy} from './check.js';
import type {Facts} from './facts.js';
import {advice, fix, setting, settingFile} from './remedies.js';

type Setting = {
	readonly name: string;
	readonly value: string;
	readonly before: string;
	/** Ours, in the name of its file. */
	readonly topic: string;
	readonly note: string;
	/** So much is enough where a file sets it already; left out: only `value`. */
	readonly least?: number;
};

/** A kernel setting, now and at boot: by what the host's own files say of it. */
export function settingRemedy(
	{name, value, before, topic, note, least}: Setting,
	{sysctlFiles, ownSysctlFiles}: Pick<Facts, 'sysctlFiles' | 'ownSysctlFiles'>,
	text: Text,
): Remedy {
	const words = text.checks.settings;
	const own = ownSysctlFiles.known ? (ownSysctlFiles.value ?? []) : [];
	const last = sysctlFiles.known ? lastWord(sysctlFiles.value, name, own) : undefined;
	const isEnough = last !== undefined && (last.value === value || (least !== undefined && Number(last.value) >= least));
	if (last && isEnough)
		return fix(words.has(last.file), [setSysctl(name, last.value)], [setSysctl(name, before)], true);
	const file = settingFile(topic);
	if (last && last.place > file.slice(file.lastIndexOf('/') + 1))
		return advice(words.later(last.file, name, last.value), [setSysctl(name, value)]);
	const {commands, undo} = setting(name, value, before, topic);
	return fix(note, commands, undo, true);
}
