import type {BackupFacts} from './facts.js';

/**
 * A k0s.yaml that says nothing but defaults: k0s reads it as if there were none. With `--single` the data store is kine, which
 * only the flag says: an archive without that word would be restored as one of etcd.
 */
export const minimalConfig = ({storage}: Pick<BackupFacts, 'storage'>): string =>
	[
		'apiVersion: k0s.k0sproject.io/v1beta1',
		'kind: ClusterConfig',
		'metadata:',
		'  name: k0s',
		...(storage.known && storage.value.type === 'kine' ? ['spec:', '  storage:', '    type: kine'] : []),
		'',
	].join('\n');
