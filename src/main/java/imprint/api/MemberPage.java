package imprint.api;

import imprint.archive.MemberEntry;
import imprint.page.Page;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of what a folder inside of an archive holds. */
@Schema(description = "A page of the direct children of a folder inside of an archive.")
record MemberPage(
    List<ListedMember> members,
    @Schema(description = "Continues the listing; absent on the last page.")
        @Nullable String nextPageToken) {
  @Schema(description = "A file or folder inside of an archive.")
  record ListedMember(
      @Schema(description = "Its own name; percent-encoded when it is not safe to use.")
          String name,
      boolean isFolder,
      @Schema(description = "Bytes; 0 for a folder.") long size,
      @Schema(
              description =
                  "Whether its bytes can be read: not those of links, devices, encrypted members, or members of an"
                      + " unsafe name.")
          boolean readable,
      @Schema(description = "The last change, where the archive tells it.")
          @Nullable Instant modifiedAt) {}

  static MemberPage of(Page<MemberEntry> page) {
    return new MemberPage(
        page.items().stream()
            .map(
                entry ->
                    new ListedMember(
                        entry.name(),
                        entry.isFolder(),
                        entry.size(),
                        entry.isReadable(),
                        entry.modified()))
            .toList(),
        page.nextToken().orElse(null));
  }
}
