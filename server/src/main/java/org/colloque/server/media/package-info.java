/**
 * Images that people upload: read with suspicion, written anew without anything but the picture,
 * kept under names of our own.
 *
 * <p>Nothing of an upload survives but its pixels: {@link ImageProcessor} decodes and encodes
 * again, so no metadata, no appended data and no second format gets through (checks C40, C41).
 * {@link MediaStore} keeps the results. Rooms that show media come in by the keys; nobody else
 * touches the folder.
 */
@NullMarked
package org.colloque.server.media;

import org.jspecify.annotations.NullMarked;
