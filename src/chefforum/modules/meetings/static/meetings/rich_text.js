// A section's text as one writes it: paragraphs, headings, lists and tables, with a small toolbar and its own undo.
// What it holds is cleaned by the server; nothing that is pasted enters the page before the server has cleaned it.
(() => {
  const PLAIN = "Lister og tabeller kunne ikke hentes med, så teksten er sat ind som ren tekst. Fortryd, og prøv igen om lidt.";
  const BUTTONS = [
    ["p", "Tekst"],
    ["h3", "Overskrift"],
    ["h4", "Underoverskrift"],
    ["ul", "Punkter"],
    ["ol", "Numre"],
    ["table", "Tabel"],
    ["figure", "Tal"],
    ["undo", "Fortryd"],
  ];
  const TABLE_BUTTONS = [
    ["row-add", "Række til"],
    ["row-remove", "Fjern række"],
    ["column-add", "Kolonne til"],
    ["column-remove", "Fjern kolonne"],
  ];

  const BLOCKS = "p, h3, h4, li, td, th";

  const make = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  };

  class RichText {
    constructor(plain, held) {
      this.plain = plain;
      this.cleanUrl = plain.closest("[data-clean-url]").dataset.cleanUrl;
      this.past = [];
      this.future = [];
      this.box = make("div", { class: "rich", contenteditable: "true", role: "textbox", "aria-multiline": "true" });
      for (const name of ["aria-labelledby", "aria-describedby", "aria-invalid"]) {
        if (plain.hasAttribute(name)) this.box.setAttribute(name, plain.getAttribute(name));
      }
      this.bar = make("div", { class: "rich-bar", role: "toolbar", "aria-labelledby": plain.getAttribute("aria-labelledby") });
      const tableActs = make("span", { class: "rich-table-acts" });
      const isFigured = document.querySelector("[data-figure-dialog]");
      for (const [act, words] of BUTTONS) if (act !== "figure" || isFigured) this.bar.append(this.button(act, words));
      for (const [act, words] of TABLE_BUTTONS) tableActs.append(this.button(act, words));
      this.bar.append(tableActs);
      this.bar.firstChild.tabIndex = 0;
      this.bar.addEventListener("keydown", (event) => this.step(event));
      this.notice = make("p", { class: "rich-notice", role: "status", hidden: "" });
      this.set(held.innerHTML);
      this.early = plain.value === plain.defaultValue ? "" : plain.value;
      plain.after(make("div", { class: "rich-frame" }, this.bar, this.box, this.notice));
      plain.disabled = true;
      plain.hidden = true;
      this.box.richText = this;
      this.listen();
    }

    button(act, words) {
      const button = make("button", { type: "button", "data-act": act, tabindex: "-1" }, words);
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", () => this.act(act));
      return button;
    }

    // One stop for the tab key; arrows go from button to button.
    step(event) {
      const shown = Array.from(this.bar.querySelectorAll("button")).filter((button) => button.offsetParent);
      const by = { ArrowRight: 1, ArrowLeft: -1, Home: -shown.length, End: shown.length }[event.key];
      if (!by) return;
      event.preventDefault();
      const next = shown[Math.min(Math.max(shown.indexOf(event.target) + by, 0), shown.length - 1)];
      for (const button of this.bar.querySelectorAll("button")) button.tabIndex = button === next ? 0 : -1;
      next.focus();
    }

    listen() {
      this.box.addEventListener("input", () => this.changed());
      this.box.addEventListener("paste", (event) => this.paste(event, event.clipboardData));
      this.box.addEventListener("drop", (event) => this.paste(event, event.dataTransfer));
      this.box.addEventListener("beforeinput", (event) => {
        const way = { historyUndo: "undo", historyRedo: "redo" }[event.inputType];
        if (way) {
          event.preventDefault();
          this[way]();
        }
        if (/^(delete|insert(Text|Paragraph|LineBreak)$)/.test(event.inputType) && this.join(event.getTargetRanges()[0])) {
          event.preventDefault();
          // What is written instead comes after: the browser would put it where the text was, which is gone.
          if (!event.inputType.startsWith("delete")) document.execCommand(event.inputType, false, event.data ?? "");
        }
        if (/^format(Bold|Italic|Underline|StrikeThrough|FontColor|BackColor)/.test(event.inputType)) event.preventDefault();
      });
      this.box.addEventListener("keydown", (event) => {
        const key = event.key.toLowerCase();
        if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
        event.preventDefault();
        if (key === "y" || event.shiftKey) this.redo();
        else this.undo();
      });
      document.addEventListener("selectionchange", () => this.show());
    }

    get html() {
      return this.box.innerHTML;
    }

    set(html) {
      const held = document.createElement("template");
      held.innerHTML = html.trim() || "<p><br></p>";
      for (const dressed of held.content.querySelectorAll("[style]")) dressed.removeAttribute("style");
      RichText.tidy(held.content);
      this.box.replaceChildren(held.content);
      this.kept = this.html;
    }

    // Space between blocks is no text, and a block with nothing in it has no height: the caret never comes into it.
    static tidy(content) {
      const blocks = `${BLOCKS}, ul, ol, table, thead, tbody, tr`;
      const isBetween = (node) => node.nodeType === 3 && !node.data.trim() && (node.nextElementSibling ?? node.previousElementSibling)?.matches(blocks);
      for (const around of [content, ...content.querySelectorAll(blocks)]) Array.from(around.childNodes).filter(isBetween).forEach((node) => node.remove());
      for (const block of content.querySelectorAll(BLOCKS)) if (!block.firstChild) block.append(make("br"));
    }

    // --- changes, and the way back ---

    changed() {
      for (const dressed of this.box.querySelectorAll("[style]")) dressed.removeAttribute("style");
      if (!this.box.firstChild) this.set("");
      clearTimeout(this.timer);
      if (!this.inRun) this.remember(this.kept);
      this.inRun = true;
      this.timer = setTimeout(() => (this.inRun = false), 700);
      this.kept = this.html;
    }

    remember(html) {
      this.future = [];
      if (html !== undefined && this.past.at(-1) !== html) this.past.push(html);
      if (this.past.length > 200) this.past.shift();
    }

    undo() {
      this.go(this.past, this.future);
    }

    redo() {
      this.go(this.future, this.past);
    }

    go(from, to) {
      const html = from.pop();
      if (html === undefined) return;
      to.push(this.html);
      this.set(html);
      this.inRun = false;
      this.caretAt(this.box.lastChild, true);
      this.tell();
    }

    // A change made here and not by typing.
    change(work) {
      this.remember(this.html);
      this.inRun = false;
      work();
      for (const dressed of this.box.querySelectorAll("[style]")) dressed.removeAttribute("style");
      if (!this.box.firstChild) this.set("");
      this.kept = this.html;
      this.tell();
    }

    tell() {
      this.inRun = true; // the event below is no typing of its own
      this.box.dispatchEvent(new Event("input", { bubbles: true }));
      this.inRun = false;
    }

    // What is deleted between two blocks makes them one, here: the browser would keep the look of the second by a style in the
    // text, which the page refuses. False where it is no such thing, or has blocks in it.
    join(deleted) {
      if (!deleted) return false;
      const range = document.createRange();
      range.setStart(deleted.startContainer, deleted.startOffset);
      range.setEnd(deleted.endContainer, deleted.endOffset);
      // "All" may begin before the first block and end after the last.
      const within = Array.from(this.box.querySelectorAll(BLOCKS)).filter((block) => range.intersectsNode(block));
      const blockOf = (node) => within.findLast((block) => block.contains(node));
      const first = blockOf(range.startContainer) ?? within.find((block) => !block.firstElementChild?.matches(BLOCKS));
      const second = blockOf(range.endContainer) ?? within.at(-1);
      if (!first || !second || first.contains(second) || second.contains(first) || second.querySelector("p, h3, h4, ul, ol, table")) return false;
      if (first.closest("td, th") !== second.closest("td, th")) return range.toString().trim() === this.box.textContent.trim() && this.empty();
      if (!first.contains(range.startContainer)) range.setStart(first, 0);
      if (!second.contains(range.endContainer)) range.setEnd(second, second.childNodes.length);
      this.change(() => {
        range.deleteContents();
        if (first.lastChild?.localName === "br") first.lastChild.remove();
        const caret = document.createRange();
        caret.selectNodeContents(first);
        caret.collapse(false);
        first.append(...second.childNodes);
        // Space alone has no height: the caret would be nowhere.
        if (!first.firstElementChild && !/[^ \t\n\r]/.test(first.textContent)) first.replaceChildren(make("br"));
        let empty = second;
        while (empty !== this.box && !empty.firstChild) {
          const around = empty.parentElement;
          empty.remove();
          empty = around;
        }
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(caret);
      });
      return true;
    }

    // Of a whole text with a table first or last the browser would leave the box without a block to write in.
    empty() {
      this.change(() => {
        this.set("");
        this.caretAt(this.box.firstChild);
      });
      return true;
    }

    // --- the toolbar ---

    act(act) {
      this.box.focus();
      if (act === "undo") return this.undo();
      if (act === "figure") return document.dispatchEvent(new CustomEvent("chefforum:pick-figure", { detail: this }));
      if (act === "table") return this.change(() => this.insertTable());
      if (act.startsWith("row") || act.startsWith("column")) return this.change(() => this.changeTable(act));
      const list = this.around("ul, ol");
      const isLeft = act === list?.localName;
      if (list) return this.change(() => (isLeft || /^[hp]/.test(act) ? this.unlist(list, isLeft ? "p" : act) : this.relist(list, act)));
      // Of a heading a list would keep the look, by a style: it is made plain text first.
      if ((act === "ul" || act === "ol") && this.around("h3, h4")) document.execCommand("formatBlock", false, "p");
      const command = { ul: ["insertUnorderedList"], ol: ["insertOrderedList"] }[act] || ["formatBlock", act];
      document.execCommand("styleWithCSS", false, false);
      document.execCommand("defaultParagraphSeparator", false, "p");
      return this.change(() => document.execCommand(command[0], false, command[1]));
    }

    around(selector) {
      const node = this.ownRange().startContainer;
      const found = (node.nodeType === 1 ? node : node.parentElement).closest(selector);
      return this.box.contains(found) && found !== this.box ? found : null;
    }

    // Out of its list a line is a paragraph or a heading; those before and after it stay where they are.
    unlist(list, tag) {
      const range = this.ownRange();
      const items = Array.from(list.children).filter((item) => range.intersectsNode(item));
      const after = list.cloneNode(false);
      while (items.at(-1)?.nextSibling) after.append(items.at(-1).nextSibling);
      const line = (node) => (node.matches?.("li, p") ? make(tag, {}, ...node.childNodes) : node);
      const lines = items.flatMap((item) => (item.querySelector("p, ul, ol") ? Array.from(item.childNodes, line) : line(item)));
      list.after(...lines, after);
      for (const gone of [...items, list, after]) if (items.includes(gone) || !gone.firstElementChild) gone.remove();
      this.caretAt(lines.at(-1), true);
    }

    relist(list, tag) {
      const { startContainer, startOffset } = this.ownRange();
      list.replaceWith(make(tag, {}, ...list.childNodes));
      document.getSelection().collapse(startContainer, startOffset);
    }

    show() {
      const node = this.range()?.startContainer;
      if (!node || !this.box.contains(node)) return;
      const element = node.nodeType === 1 ? node : node.parentElement;
      const inside = (selector) => this.box.contains(element.closest(selector)) && element.closest(selector) !== this.box;
      this.bar.classList.toggle("in-table", inside("table"));
      for (const button of this.bar.querySelectorAll('[data-act^="h"], [data-act="ul"], [data-act="ol"]')) {
        button.setAttribute("aria-pressed", String(inside(button.dataset.act)));
      }
    }

    range() {
      const selection = document.getSelection();
      return selection.rangeCount ? selection.getRangeAt(0) : null;
    }

    ownRange() {
      const range = this.range();
      if (range && this.box.contains(range.commonAncestorContainer)) return range;
      const end = document.createRange();
      end.selectNodeContents(this.box);
      end.collapse(false);
      return end;
    }

    caretAt(node, atEnd) {
      if (!node) return;
      const range = document.createRange();
      range.selectNodeContents(node);
      range.collapse(!atEnd);
      const selection = document.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
    }

    // --- tables ---

    insertTable() {
      const row = (tag) => make("tr", {}, ...[1, 2, 3].map(() => make(tag, {}, make("br"))));
      const table = make("table", {}, make("thead", {}, row("th")), make("tbody", {}, row("td"), row("td")));
      const block = this.blockAt(this.ownRange().startContainer);
      if (block) block.after(table);
      else this.box.append(table);
      if (!table.nextSibling) table.after(make("p", {}, make("br")));
      if (block && !block.textContent.trim() && !block.querySelector("table")) block.remove();
      this.caretAt(table.querySelector("th"));
    }

    changeTable(act) {
      const node = this.ownRange().startContainer;
      const cell = (node.nodeType === 1 ? node : node.parentElement).closest("td, th");
      if (!cell || !this.box.contains(cell)) return;
      const row = cell.parentElement;
      const table = cell.closest("table");
      const place = cell.cellIndex;
      const rows = Array.from(table.rows);
      if (act === "row-add") {
        const added = make("tr", {}, ...Array.from(row.cells, () => make("td", {}, make("br"))));
        const body = table.tBodies[0] || table.appendChild(make("tbody"));
        if (row.closest("thead")) body.prepend(added);
        else row.after(added);
        this.caretAt(added.cells[place]);
      } else if (act === "row-remove") {
        const next = rows[row.rowIndex + 1] || rows[row.rowIndex - 1];
        row.remove();
        this.caretAt(next?.cells[place]);
      } else if (act === "column-add") {
        for (const each of rows) each.cells[place].after(make(each.cells[place].localName, {}, make("br")));
        this.caretAt(row.cells[place + 1]);
      } else {
        for (const each of rows) each.cells[place]?.remove();
        this.caretAt(row.cells[Math.max(0, place - 1)]);
      }
      if (!table.querySelector("td, th")) table.remove();
    }

    // --- paste ---

    async paste(event, data) {
      event.preventDefault();
      if (!data || data.files.length && !data.getData("text/plain")) return;
      const html = data.getData("text/html");
      const text = data.getData("text/plain");
      const range = this.ownRange();
      const clean = html ? await this.cleaned(html) : null;
      this.notice.hidden = true;
      if (clean === null && html) this.say(PLAIN);
      this.change(() => this.insert(clean ?? RichText.ofText(text), range));
    }

    // Pictures in the text itself would only be thrown away at the other end.
    cleaned(html) {
      return this.asked({ html: html.replace(/\bsrc=(["'])data:[^"']*\1/gi, "") });
    }

    async htmlOf(text) {
      return (await this.asked({ text })) ?? RichText.ofText(text);
    }

    async asked(what) {
      try {
        const body = new URLSearchParams(what);
        const answer = await fetch(this.cleanUrl, { method: "POST", headers: window.chefforumHeaders(), body, redirect: "manual" });
        if (!answer.ok) return null;
        return (await answer.json()).html;
      } catch {
        return null;
      }
    }

    static ofText(text) {
      const held = make("div");
      for (const line of text.split(/\r\n|\r|\n/)) if (line.trim()) held.append(make("p", {}, line));
      return held.innerHTML;
    }

    blockAt(node) {
      while (node && node.parentNode !== this.box) node = node.parentNode;
      return node;
    }

    insert(html, range) {
      const held = document.createElement("template");
      held.innerHTML = html;
      if (!held.content.firstChild) return;
      range.deleteContents();
      const container = range.startContainer.nodeType === 1 ? range.startContainer : range.startContainer.parentElement;
      const cell = container.closest("td, th, li");
      const only = held.content.children.length === 1 && held.content.firstElementChild.localName === "p";
      const last = held.content.lastElementChild;
      if (only || (cell && this.box.contains(cell))) {
        const inserted = only ? Array.from(held.content.firstElementChild.childNodes) : Array.from(held.content.childNodes);
        const end = inserted.at(-1);
        const piece = document.createDocumentFragment();
        piece.append(...inserted);
        range.insertNode(piece);
        const after = document.createRange();
        after.setStartAfter(end);
        document.getSelection().removeAllRanges();
        document.getSelection().addRange(after);
        return;
      }
      const block = this.blockAt(range.startContainer);
      if (!block) this.box.append(held.content);
      else {
        const rest = document.createRange();
        rest.setStart(range.startContainer, range.startOffset);
        rest.setEndAfter(block);
        const tail = rest.extractContents();
        block.after(held.content);
        last.after(tail);
        for (const end of [block, last.nextSibling]) {
          if (end && end.nodeType === 1 && !end.textContent.trim() && !end.querySelector("table")) end.remove();
        }
      }
      this.caretAt(last, true);
    }

    say(words) {
      this.notice.textContent = words;
      this.notice.hidden = false;
    }
  }

  const begin = (root) => {
    for (const held of root.querySelectorAll("template[data-rich]")) {
      const plain = held.parentElement.querySelector("[data-plain]");
      if (!plain || plain.disabled) continue;
      const editor = new RichText(plain, held);
      // A form that is sent as it is (the page of a conflict) takes the text along.
      if (!plain.closest("[data-writing]")) {
        const sent = make("input", { type: "hidden", name: "html", value: editor.html });
        plain.after(sent);
        editor.box.addEventListener("input", () => (sent.value = editor.html));
      }
    }
  };
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  begin(document);
})();
