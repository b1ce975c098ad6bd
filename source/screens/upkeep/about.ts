import type {UpkeepKind} from '../../install/upkeep/wanted.js';
import type {About} from './told.js';

/** What the answers of a list of steps say it is about. They are its own and come from a file of orders too: nothing is taken for granted. */
export function aboutOf(kind: UpkeepKind, answers: unknown): About {
	const given = (typeof answers === 'object' && answers !== null ? answers : {}) as Readonly<Record<string, unknown>>;
	const text = (name: string): string => (typeof given[name] === 'string' ? given[name] : '');
	return {
		...{kind, from: text('from'), to: text('version')},
		path: kind === 'restore' ? text('file') : text('folder'),
		worker: given['role'] === 'worker',
	};
}
