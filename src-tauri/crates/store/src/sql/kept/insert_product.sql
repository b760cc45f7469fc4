INSERT INTO catalogue_product (
  source_id, external_id, title, vendor, category, tags, status, picture, url, gift_card)
VALUES (
  :source, :external_id, :title, :vendor, :category, :tags, :status, :picture, :url, :gift_card)
