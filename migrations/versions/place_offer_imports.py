"""what the source of an imported offer said last; files of offers given at the console"""

import sqlalchemy as sa
from alembic import op

import backend.database

revision = "place_offer_imports"
down_revision = "conv"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_said",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("at", backend.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_said_offer_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("offer_id", name=op.f("pk_offer_said")),
    )
    op.create_table(
        "offer_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("adviser_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("made_at", backend.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", backend.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("matched_at", backend.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["adviser_id"], ["adviser.id"], name=op.f("fk_offer_import_adviser_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_offer_import_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_import")),
    )
    op.create_index(op.f("ix_offer_import_office_id"), "offer_import", ["office_id"])


def downgrade() -> None:
    op.drop_table("offer_import")
    op.drop_table("offer_said")
