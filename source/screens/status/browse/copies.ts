import {shown} from '../../../command/command.js';
import {fullName} from '../../../command/kubectl-table.js';
import type {ApiKind, ServerRow} from '../../../facts/browse.js';
import type {Text} from '../../../text/text.js';
import {copyItems, type CopyItem} from '../../copies.js';

/** An address within a cell: of a pod, a service, a node. */
const address = /^(?:\d+\.){3}\d+$|^[\da-f]*:[\da-f:]+$/i;

export function objectCopies(kind: ApiKind, row: ServerRow, text: Text): readonly CopyItem[] {
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
