import {command, type Command} from './command.js';
import {kubeconfigIn} from './k0s-paths.js';
import type {ObjectName} from './kubectl.js';
import type {ApiKind} from './kubectl-table.js';

/** What a person is given the terminal for: a shell in a container (kubectl 1.34), k9s (0.51) on the same objects. */

const cache = {variable: 'KUBECACHEDIR', folder: 'kubectl'};

export type InContainer = {readonly namespace: string; readonly pod: string; readonly container: string};

const inside = ({namespace, pod, container}: InContainer, ...flags: string[]) =>
	['k0s', 'kubectl', 'exec', ...flags, pod, '-n', namespace, '-c', container, '--'] as const;

/** Whether the container has a shell: exit 126 or 127, or the runtime's own words, say that it has none. */
export const shellProbe = (of: InContainer): Command =>
	command([...inside(of), 'sh', '-c', 'exit 0'] as [string, ...string[]], 'kubectl-exec-probe', {root: true, cache});

/**
 * bash where the container has it. It always ends with 0, whatever the last command of the person said: another exit is
 * kubectl's own word for a connection or a container that broke.
 */
const script = 'if command -v bash >/dev/null 2>&1; then bash; else sh; fi; exit 0';

/** What one does in it may change anything: it is no command for somebody who only reads. */
export const shell = (of: InContainer): Command =>
	command([...inside(of, '-it'), 'sh', '-c', script] as [string, ...string[]], 'kubectl-exec', {
		...{root: true, changes: true, deadline: 0, cache},
	});

/**
 * Where k9s filters its list: a regular expression over all cells of a row with a space between them (0.51), so that the name is
 * one of the words; its dots are escaped.
 */
const only = (name: string): string => String.raw`/(^|\s)${name.replaceAll('.', String.raw`\.`)}(\s|$)`;

/** k9s's word for a kind: the plural, with group and version where it has a group. */
const k9sKind = ({plural, group, version}: ApiKind): string =>
	group === '' ? plural : `${group}/${version}/${plural}`;

/** k9s on the list of that kind, with this object alone in it; `readOnly`: k9s itself forbids all that changes. */
export const k9s = (
	kind: ApiKind,
	{namespace, name}: Pick<ObjectName, 'namespace' | 'name'>,
	{readOnly, dataDir}: {readonly readOnly: boolean; readonly dataDir: string},
): Command =>
	command(
		[
			...(['k9s', '--kubeconfig', kubeconfigIn(dataDir)] as const),
			...(namespace === null ? ['-A'] : ['-n', namespace]),
			...['-c', `${k9sKind(kind)} ${only(name)}`],
			...(readOnly ? ['--readonly'] : []),
		],
		'k9s',
		{root: true, changes: !readOnly, deadline: 0},
	);
