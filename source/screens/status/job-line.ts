import {bold, dim, line, type Line} from '../../components/line.js';
import {marked} from '../../components/marks.js';
import type {Text} from '../../text/text.js';
import {jobPlace, jobWords, type Job} from '../jobs.js';

/** `▸ installing: step 6 of 10, Download, 49 %`: above what the host looks like midway. */
export function jobLine(job: Job, text: Text): Line {
	const {now, watch, goOn} = text.app.jobs;
	const place = jobPlace(job, text);
	if (job.state === 'interrupted') {
		const words = place === '' ? jobWords(job, text) : `${jobWords(job, text)}: ${place}`;
		return line(marked('warn', words), dim(`  ${goOn}`));
	}

	const says = job.id in now ? now[job.id as keyof typeof now](place) : jobWords(job, text);
	return line({...marked('running', says), style: {...bold('').style, color: 'cyan'}}, dim(`  ${watch}`));
}
