// What the pages of both editors share: both are made on ProseMirror, and what is typed is typed by the test.
export const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

export const textOf = (bytes) => {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
};

// Where words stand in the paragraph in which others stand; without words, the end of the paragraph.
export const placeOf = (doc, at, words) => {
  let found = null;
  doc.descendants((block, start) => {
    if (found || !block.isTextblock || !block.textContent.includes(at)) return !found;
    const letters = []; // the place of each letter of the paragraph
    block.descendants((node, offset) => {
      if (node.isText) for (let n = 0; n < node.nodeSize; n++) letters.push(start + 1 + offset + n);
    });
    const first = words ? block.textContent.indexOf(words) : letters.length;
    const end = letters[first + words.length - 1] + 1;
    found = words ? { from: letters[first], to: end } : { from: end, to: end };
    return false;
  });
  if (!found) throw new Error("not in the draft: " + at);
  return found;
};
