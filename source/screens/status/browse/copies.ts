import {shown} from '../../../command/command.js';
import {fullName} from '../../../command/kubectl-table.js';
import type {ApiKind, ServerRow} from '../../../facts/browse.js';
import type {Text} from '../../../text/text.js';
import {copyItems, type CopyItem} from '../../copies.js';
import {imageCell} from './containers.js';
import type {Place} from './state.js';

/** An address within a cell: of a pod, a service, a node. */
const address = /^(?:\d+\.){3}\d+$|^[\da-f]*:[\da-f:]+$/i;

/** What can be copied of a row of the list `listed`: an object, or a container of a pod. */
export function rowCopies(listed: Place, row: ServerRow, text: Text): readonly CopyItem[] {
	if (listed.type === 'kind') return objectCopies(listed.kind, row, text);
	if (listed.type !== 'containers') return [];
	const {labels} = text.objects.copy;
	const {namespace, name} = listed;
	const [image] = row.cells.slice(imageCell);
	return copyItems(
		[labels.name, row.name],
		[labels.id, row.uid],
		[labels.image, image],
		[labels.fullName, `${namespace}/${name}`],
		[labels.command, shown(['k0s', 'kubectl', 'logs', name, '-n', namespace, '-c', row.name])],
		[labels.command, shown(['k0s', 'kubectl', 'exec', '-it', name, '-n', namespace, '-c', row.name, '--', 'sh'])],
	);
}

function objectCopies(kind: ApiKind, row: ServerRow, text: Text): readonly CopyItem[] {
	const {labels} = text.objects.copy;
	const {namespace, name, uid, cells} = row;
	const within = namespace === null ? [] : ['-n', namespace];
	const what = fullName(kind);
	return copyItems(
		[labels.name, name],
		[labels.fullName, namespace === null ? null : `${namespace}/${name}`],
		...cells.filter(cell => address.test(cell)).map(cell => [labels.address, cell] as const),
		[labels.command, shown(['k0s', 'kubectl', 'get', what, name, ...within, '-o', 'wide'])],
		[labels.command, shown(['k0s', 'kubectl', 'get', what, name, ...within, '-o', 'yaml'])],
		[labels.command, shown(['k0s', 'kubectl', 'describe', what, name, ...within])],
		[labels.id, uid],
	);
}
