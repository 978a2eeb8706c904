// crawl.mjs: walks every page that can be reached by links, one of each shape.
import { forms, links, plain } from './lib.mjs';

// The shape of an address: which page it is, whatever the record and the values asked for.
export function shape(path) {
	const [place, query = ''] = path.split('#')[0].split('?');
	const names = query.split('&').filter(Boolean).map((pair) => pair.split('=')[0]).sort();

	return place.replace(/\/\d+(?=\/|$)/g, '/{id}') + (names.length ? `?${names.join('&')}` : '');
}

function addresses(html) {
	const all = [...links(html), ...[...html.matchAll(/<(?:link|script|img|use)\b[^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, href]) => plain(href)),
	             ...forms(html).map((form) => form.action)];

	return [...new Set(all.filter((each) => each?.startsWith('/') && !each.startsWith('//')).map((each) => each.split('#')[0]))];
}

// Visits the first address of each shape, beginning with those given; answers with what was found: address -> { answer, from }.
// What a form sends to is visited as well: a page that only takes a form says so, which is an answer, too.
export async function crawl(person, begin = ['/']) {
	const seen = new Set(), found = new Map(), queue = begin.map((path) => [path, 'the start']);

	while (queue.length) {
		const [path, from] = queue.shift();

		if (seen.has(shape(path)))
			continue;
		seen.add(shape(path));
		const answer = await person.get(path);

		found.set(path, { answer, from });
		if (answer.location)
			queue.push([answer.location, path]);
		if (/^text\/html/.test(answer.headers['content-type'] || ''))
			queue.push(...addresses(answer.text).map((each) => [each, path]));
	}
	return found;
}
