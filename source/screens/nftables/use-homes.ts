import {useMemo} from 'react';
import {homesOf, type Homes} from '../../model/endpoint-homes.js';
import type {Source} from '../../store/source.js';
import {useSource} from '../../store/use-source.js';
import type {Services} from '../services.js';

type Network = Services['sources']['network'];

const nothing = {value: undefined, unknown: undefined, at: undefined, reading: false};

/** Stands for the network while nobody asks where an address is. */
const idle: Source<NonNullable<ReturnType<Network['get']>['value']>> = {
	get: () => nothing,
	subscribe: () => () => undefined,
	refresh: async () => nothing,
};

/** Who has which address on this host, while `wanted`; undefined: not known yet. */
export function useHomes({sources}: Services, wanted: boolean): Homes | undefined {
	const {value} = useSource(wanted ? sources.network : idle);
	const topology = value?.topology;
	return useMemo(() => topology && homesOf(topology), [topology]);
}
