package imprint.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import imprint.registry.PointerMove;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A page of the moves of an alias or a channel. */
@Schema(description = "Moves of an alias or channel, the newest first.")
record MovesView(
    List<Move> moves,
    @Schema(description = "Continues with ?before=; absent on the last page.")
        @Nullable Long next) {
  /** Moves of a page for callers that do not say. */
  static final int USUAL = 100;

  /** The most moves of a page. */
  static final int MOST = 1_000;

  @Schema(description = "A version that was pointed at.")
  record At(int number, String semver) {
    static @Nullable At of(@Nullable Integer number, @Nullable String semver) {
      return number == null || semver == null ? null : new At(number, semver);
    }
  }

  @Schema(description = "A move that was made.")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Move(
      long id,
      Instant at,
      String actor,
      String reason,
      @Schema(description = "Null for nothing.") @Nullable At from,
      @Schema(description = "Null for nothing.") @Nullable At to,
      boolean rollback,
      @Schema(description = "How its policy judged the move.", type = SchemaType.OBJECT)
          @JsonRawValue
          @Nullable String verdict) {
    static Move of(PointerMove move) {
      return new Move(
          move.id(),
          move.at(),
          move.actor(),
          move.reason(),
          At.of(move.fromNumber(), move.fromSemver()),
          At.of(move.number(), move.semver()),
          move.isRollback(),
          move.verdict());
    }
  }

  /** The page of up to {@code limit} moves; one more only proves that there are more. */
  static MovesView of(List<PointerMove> moves, int limit) {
    List<Move> shown = moves.stream().limit(limit).map(Move::of).toList();
    return new MovesView(shown, moves.size() > limit ? shown.getLast().id() : null);
  }
}
