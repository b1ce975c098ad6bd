import type {LabelTerm, Selector} from '../../facts/network-policy.js';

type LabelMap = Readonly<Record<string, string>>;

/** Null: it has an operator that is not known, so that nobody can tell. */
export function selects(selector: Selector, labels: LabelMap): boolean | null {
	const answers = selector.map(term => holds(term, labels));
	if (answers.includes(false)) return false;
	return answers.includes(null) ? null : true;
}

/** As the API server has it: `NotIn` also holds where the label is missing. */
function holds({key, operator, values}: LabelTerm, labels: LabelMap): boolean | null {
	const has = Object.hasOwn(labels, key);
	switch (operator) {
		case 'In':
			return has && values.includes(labels[key] ?? '');
		case 'NotIn':
			return !has || !values.includes(labels[key] ?? '');
		case 'Exists':
			return has;
		case 'DoesNotExist':
			return !has;
		default:
			return null;
	}
}

/** As `kubectl get -l` takes it: `app=web,tier in (a,b),!old`. Empty: everything. */
export const selectorText = (selector: Selector): string =>
	selector
		.map(({key, operator, values}) => {
			const [first = ''] = values;
			switch (operator) {
				case 'In':
					return values.length === 1 ? `${key}=${first}` : `${key} in (${values.join(',')})`;
				case 'NotIn':
					return values.length === 1 ? `${key}!=${first}` : `${key} notin (${values.join(',')})`;
				case 'Exists':
					return key;
				case 'DoesNotExist':
					return `!${key}`;
				default:
					return `${key} ${operator} (${values.join(',')})`;
			}
		})
		.join(',');
