import {dim, line, type Line} from '../../../components/line.js';
import {formatAge} from '../../../model/age.js';
import type {Pacer} from '../../../store/pacer.js';
import type {FollowedJournal} from '../../../store/followed-journal.js';
import type {Text} from '../../../text/text.js';
import {useNow} from '../use-now.js';

/** Nothing counts while a log goes on. */
const still = Number.POSITIVE_INFINITY;

/** That a log ended, and how long ago: what is shown is as old as that, as lists say it. */
export function useEndedLine(pacer: Pacer, {ended, endedAt, unknown}: FollowedJournal, text: Text): Line | undefined {
	const now = useNow(pacer, ended, endedAt ?? still);
	if (!ended || unknown) return undefined;
	const {object} = text.status;
	return line(dim(endedAt === undefined ? object.ended : object.endedAgo(formatAge(now - endedAt))));
}
