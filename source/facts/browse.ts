export type {ApiKind, TableQuery} from '../command/kubectl-table.js';

/** A column of the server's own table (meta.k8s.io/v1 Table). */
export type ServerColumn = {
	/** In capitals, as kubectl prints it. */
	readonly title: string;
	/** Printed with `-o wide` only. */
	readonly wide: boolean;
	readonly number: boolean;
};

export type ServerRow = {
	readonly namespace: string | null;
	readonly name: string;
	readonly uid: string | null;
	/** ISO 8601; null: not told. */
	readonly createdAt: string | null;
	readonly labels: Readonly<Record<string, string>>;
	/** Uids of what it belongs to (ownerReferences). */
	readonly owners: readonly string[];
	/** As the server wrote them, in the order of the columns. Text from outside. */
	readonly cells: readonly string[];
};

export type ServerTable = {
	readonly columns: readonly ServerColumn[];
	readonly rows: readonly ServerRow[];
};
