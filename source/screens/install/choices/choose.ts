import type {InstallAnswers} from '../../../install/answers.js';
import type {InstallSession} from '../../../install/session.js';
import type {Services} from '../../services.js';
import type {FieldId} from './field.js';
import {fieldOf, fields} from './fields.js';
import type {ChoicesEvent} from './state.js';

type Choosing = {
	readonly services: Services;
	readonly session: InstallSession;
	readonly dispatch: (event: ChoicesEvent) => void;
};

/** A field's own key opens its options or its line: nothing is chosen by it. False: no such key. */
export function chooseBy(action: string, {services, session, dispatch}: Choosing): boolean {
	const id = fields.find(field => action === `install.${field.id}`)?.id;
	if (id === undefined) return false;
	if (session.busy()) services.notify(services.text.install.screen.busy);
	else {
		const chosen = fieldOf(id)
			.options(session.answers, session.seen(), services.text)
			.find(option => option.chosen);
		dispatch({type: 'field', field: id, option: chosen?.id ?? null, types: typed.has(id)});
	}

	return true;
}

/** Nearly always typed. */
const typed: ReadonlySet<FieldId> = new Set(['file', 'hostname', 'token', 'nodes']);

/** The plan is made anew of the host as it is. */
export function apply(session: InstallSession, answers: InstallAnswers): void {
	session.setAnswers(answers);
	void session.refresh();
}
