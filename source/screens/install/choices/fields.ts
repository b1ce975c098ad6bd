import type {InstallAnswers} from '../../../install/answers.js';
import {roleOf} from '../../../install/role.js';
import type {Text} from '../../../text/text.js';
import type {Field, FieldId} from './field.js';
import {hostname, interfaceField} from './host-fields.js';
import {nodes, profile, role, token} from './join-fields.js';
import {file, version, way} from './release-fields.js';

/** In the order in which they stand on the screen. */
export const fields: readonly Field[] = [role, token, profile, nodes, version, way, file, hostname, interfaceField];

export const fieldOf = (id: FieldId): Field => fields.find(field => field.id === id) ?? profile;

/** What a choice cannot do without: a worker joins with a token, the profile multi-node names nodes. */
export function neededNext(chosen: FieldId, answers: InstallAnswers): 'token' | 'nodes' | undefined {
	if (chosen === 'role' && roleOf(answers) === 'worker' && answers.tokenFile === undefined) return 'token';
	return chosen === 'profile' && answers.profile === 'multi-node' && answers.nodes === undefined ? 'nodes' : undefined;
}

/** What was chosen, in one line. */
export function chosenWords(answers: InstallAnswers, text: Text): string {
	const words = text.install.choices;
	const {binary, way: by} = answers;
	return words.summary(
		[
			roleOf(answers) === 'single' ? '' : words.summaryRole(roleOf(answers)),
			words.summaryProfile(answers.profile),
			binary === undefined ? words.summaryVersion(answers.version) : words.summaryFile(binary),
			binary === undefined && by === 'script' ? words.summaryScript : '',
			answers.hostname === undefined ? '' : words.summaryName(answers.hostname),
			answers.interface === undefined ? '' : words.summaryInterface(answers.interface),
		].filter(Boolean),
	);
}
