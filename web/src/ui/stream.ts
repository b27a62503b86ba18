/** Shows a stream in a video element. A property binding would set it anew at every drawing, and each time the picture starts over. */
import { noChange } from "lit";
import { Directive, type ElementPart, directive } from "lit/directive.js";

class Shows extends Directive {
  override render(_: MediaStream | null): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [stream]: [MediaStream | null]): typeof noChange {
    if (element instanceof HTMLVideoElement && element.srcObject !== stream) element.srcObject = stream;
    return noChange;
  }
}

export const shows = directive(Shows);
