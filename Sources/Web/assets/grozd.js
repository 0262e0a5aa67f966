// Comfort only: everything works without it.
(() => {
  const typing = (e) => e.target.closest && e.target.closest('input, textarea, select, [contenteditable]');
  const errors = document.getElementById('errors');
  if (errors) errors.focus();
  if (matchMedia('(max-width: 44rem)').matches) for (const folded of document.querySelectorAll('.rooms details, details.narrow')) folded.removeAttribute('open');
  document.addEventListener('click', (e) => {
    for (const open of document.querySelectorAll('details.languages[open], details.columns-choice[open]')) if (!open.contains(e.target)) open.removeAttribute('open');
  });

  for (const field of document.querySelectorAll('[data-most]')) {
    const shown = document.getElementById(field.id + '-count');
    const count = () => {
      const length = [...new Intl.Segmenter().segment(field.value)].length;
      shown.textContent = length;
      shown.classList.toggle('error', length > Number(field.dataset.most));
    };
    if (shown && Intl.Segmenter) { field.addEventListener('input', count); count(); }
  }

  let row = -1, chord = 0;
  const rows = () => [...document.querySelectorAll('table.list tbody tr:not(.group), ul.hits > li, ul.needs > li, ul.trail > li')];
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    if (row >= 0 && all[row]) all[row].classList.remove('at');
    row = Math.max(0, Math.min(all.length - 1, row + step));
    all[row].classList.add('at');
    const link = all[row].querySelector('a');
    if (link) link.focus();
    all[row].scrollIntoView({ block: 'nearest' });
  };
  const keys = () => {
    let dialog = document.getElementById('keys');
    if (!dialog) {
      dialog = document.createElement('dialog');
      dialog.id = 'keys';
      dialog.setAttribute('aria-label', '?');
      const list = document.createElement('ul');
      list.className = 'plain';
      const add = (key, text) => {
        const item = document.createElement('li'), mark = document.createElement('kbd');
        mark.textContent = key;
        item.append(mark, ' ' + text);
        list.append(item);
      };
      const search = document.querySelector('#q');
      if (search) add('/', search.placeholder);
      add('j  k', '↓ ↑');
      const edit = document.querySelector('main [data-key=e]');
      if (edit) add('e', edit.textContent);
      for (const link of document.querySelectorAll('.rooms a[data-key]')) add('g ' + link.dataset.go, link.textContent);
      add('Esc', '×');
      dialog.append(list);
      document.body.append(dialog);
    }
    dialog.open ? dialog.close() : dialog.showModal();
  };
  // Each room gets the first of its letters that no room before it has.
  const taken = new Set(['h']);
  for (const link of document.querySelectorAll('.rooms a[data-key]')) {
    const word = (link.getAttribute('href').split('/').pop() || '').split('?')[0].toLowerCase();
    link.dataset.go = [...word, ...'abcdefghijklmnopqrstuvwxyz'].find((letter) => !taken.has(letter));
    taken.add(link.dataset.go);
  }
  document.addEventListener('keydown', (e) => {
    if (typing(e) || e.ctrlKey || e.metaKey || e.altKey) return;
    if (chord && Date.now() - chord < 1500) {
      chord = 0;
      const link = e.key === 'h' ? document.querySelector('.project') : document.querySelector(`.rooms a[data-go="${CSS.escape(e.key)}"]`);
      if (link) { e.preventDefault(); link.click(); }
      return;
    }
    if (e.key === '/') { const q = document.querySelector('#q'); if (q) { e.preventDefault(); q.focus(); } }
    else if (e.key === 'g') chord = Date.now();
    else if (e.key === 'j') go(1);
    else if (e.key === 'k') go(-1);
    else if (e.key === 'e') { const link = document.querySelector('main [data-key=e]'); if (link) link.click(); }
    else if (e.key === '?') { e.preventDefault(); keys(); }
  });

  // How many rows are chosen, those on other pages too.
  const bulk = document.querySelector('.bulk');
  if (bulk) {
    const count = () => {
      const chosen = bulk.parentElement.querySelectorAll('input[name=row]:checked, input[name=row][type=hidden]').length;
      const said = bulk.querySelector('b');
      said.textContent = said.textContent.replace(/\d\S*$/, String(chosen));
    };
    bulk.parentElement.addEventListener('change', count);
    count();
  }

  // Days in the table of the plan: Alt and an arrow move by a day, with Shift by a month; what is new is marked and counted.
  const moves = document.querySelector('form.moves');
  if (moves) {
    const days = [...moves.querySelectorAll('input.day')], said = moves.querySelector('output');
    const mark = () => {
      const changed = days.filter((day) => { const is = day.value !== day.defaultValue; day.classList.toggle('changed', is); return is; });
      said.textContent = changed.length ? String(changed.length) : '';
    };
    moves.addEventListener('input', mark);
    moves.addEventListener('keydown', (e) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[e.key], day = e.target;
      if (!step || !e.altKey || !day.matches('input.day')) return;
      const read = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(day.value);
      if (!read) return;
      e.preventDefault();
      const at = new Date(Date.UTC(+read[1], +read[2] - 1, +(read[3] || 1)));
      if (e.shiftKey || !read[3]) at.setUTCMonth(at.getUTCMonth() + step); else at.setUTCDate(at.getUTCDate() + step);
      day.value = at.toISOString().slice(0, read[3] ? 10 : 7);
      mark();
    });
    mark();
  }
})();
