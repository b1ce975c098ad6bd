import {useEffect, useState} from 'react';
import type {Text} from '../../text/text.js';
import {upkeepText, type UpkeepText} from '../../text/upkeep.js';

/** The sentences, loaded when somebody looks. */
export function useWords(text: Text): UpkeepText | undefined {
	const [words, setWords] = useState<UpkeepText>();
	useEffect(() => {
		let isOpen = true;
		void upkeepText(text).then(loaded => {
			if (isOpen) setWords(loaded);
		});
		return () => {
			isOpen = false;
		};
	}, [text]);
	return words;
}
